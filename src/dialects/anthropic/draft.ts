import type { ChatRequest } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";

/** A request under construction; `extra` holds what has no word of ours, as it came. */
export interface Draft extends Omit<{ -readonly [Field in keyof ChatRequest]: ChatRequest[Field] }, "extra"> {
  extra: Record<string, JsonValue>;
}
