import type { Exchange } from "../exchange.ts";
import { Refusal } from "../refusal.ts";

/** @throws {Refusal} always: no backend can say whether a text is harmful */
export function moderate(_exchange: Exchange): never {
  throw new Refusal("not_found", "no backend of this gateway can moderate; ask a provider for it directly");
}
