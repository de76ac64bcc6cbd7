import type { Parameters } from "../../config.ts";
import { deepFreeze } from "../../util/deep-freeze.ts";
import type { JsonValue } from "../../util/json.ts";

/** Request parameters as YAML writes them: `extra` beside those that are known. */
export type ParametersBlock = { readonly [name: string]: unknown; readonly extra?: unknown };

const NONE: Parameters = deepFreeze({ known: {}, extra: {} });

/** Request parameters, those passed on as they are apart from the others; `null` stays, for it takes one away. */
export function toParameters(block: ParametersBlock | undefined): Parameters {
  if (block === undefined) return NONE;
  const { extra = {}, ...known } = block;
  // Validated as plain data where it was read.
  return deepFreeze({ known, extra } as { known: Record<string, JsonValue>; extra: Record<string, JsonValue> });
}
