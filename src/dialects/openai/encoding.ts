import type { CallContext } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import type { Compatibility } from "./compatibility.ts";

/** What the parts of one request's encoding share. */
export interface Encoding {
  readonly context: CallContext;
  readonly compatibility: Compatibility;
  /** Grows as something is not carried as it was asked for. */
  readonly adaptations: Adaptation[];
}

/** Notes what is done instead of what was asked. */
export function adapt({ adaptations }: Encoding, field: string, what: string): void {
  adaptations.push({ field, what });
}
