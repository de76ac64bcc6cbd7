import type { CallErrorCode } from "../call-error.ts";
import { CODE_MEANINGS } from "./codes.ts";

/** What an error's message is made of; the provider's words are redacted already. */
export interface RefusalWords {
  readonly code: CallErrorCode;
  readonly status: number | undefined;
  readonly providerCode: string | undefined;
  readonly providerMessage: string | undefined;
  /** The environment variable that holds the key. */
  readonly keyVariable: string | undefined;
}

/** `the provider does not accept the key (401 invalid_api_key): "Incorrect API key provided: …"; set OPENAI_API_KEY to a valid key …`. */
export function refusalMessage({ code, status, providerCode, providerMessage, keyVariable }: RefusalWords): string {
  const { meaning, advice } = CODE_MEANINGS[code];
  const origin = [status, providerCode].filter((word) => word !== undefined).join(" ");
  const words = providerMessage === undefined ? "" : `: "${providerMessage}"`;
  return `${meaning}${origin === "" ? "" : ` (${origin})`}${words}; ${withVariable(code, keyVariable) ?? advice}`;
}

function withVariable(code: CallErrorCode, keyVariable: string | undefined): string | undefined {
  if (keyVariable === undefined) return undefined;
  if (code === "missing_key") return `set ${keyVariable} to your key`;
  return code === "invalid_key" ? `set ${keyVariable} to a valid key of this provider` : undefined;
}
