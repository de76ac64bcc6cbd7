import type { ChatRequest } from "../../chat.ts";
import { invalidRequest } from "../../dialect/invalid-request.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { decodeRequest } from "./decode-request.ts";

/** Fields of the text completions that a chat cannot do, with the values that ask for nothing. */
const REFUSED: Readonly<Record<string, { readonly harmless: readonly unknown[]; readonly why: string }>> = {
  suffix: { harmless: [""], why: "a chat writes no text that goes before another" },
  echo: { harmless: [false], why: "a chat does not repeat what it was asked" },
  best_of: { harmless: [1], why: "a chat does not choose among its answers; ask for several with n" },
};

/**
 * What a caller of the text completions asked for, as a chat: the prompt is what the user says
 * (https://platform.openai.com/docs/api-reference/completions/create).
 * @throws {CallError} `unsupported_request` for what a chat cannot do, naming the field
 */
export function decodePrompt(body: unknown): { request: ChatRequest; model?: string; stream: boolean } {
  if (!isRecord(body)) throw invalidRequest("body", "expected an object");
  for (const field in REFUSED) refuse(field, body);
  const { prompt, logprobs, suffix: _, echo: __, best_of: ___, messages: ____, ...rest } = body;
  return decodeRequest({
    ...rest,
    ...decodeLogprobs(logprobs),
    messages: [{ role: "user", content: promptOf(prompt) }],
  });
}

function refuse(field: string, body: UnknownRecord): void {
  const value = body[field];
  const rule = REFUSED[field];
  if (rule === undefined || value === undefined || value === null || rule.harmless.includes(value)) return;
  // As many to choose from as are asked for is no choice.
  if (field === "best_of" && value === body.n) return;
  throw unsupported(field, rule.why);
}

function promptOf(prompt: unknown): string {
  const [only, ...more] = Array.isArray(prompt) ? (prompt as unknown[]) : [prompt];
  if (typeof only === "number" || Array.isArray(only)) throw unsupported("prompt", "expected text, not tokens");
  if (typeof only !== "string") throw invalidRequest("prompt", "expected a text");
  if (more.length > 0) throw unsupported("prompt", "a chat answers one prompt at a time; ask them one by one");
  return only;
}

/** There it is how many likely tokens are told at each place; a chat has two fields for that. */
function decodeLogprobs(logprobs: unknown): UnknownRecord {
  if (logprobs === undefined || logprobs === null) return {};
  if (typeof logprobs !== "number") throw invalidRequest("logprobs", "expected a number");
  return logprobs > 0 ? { logprobs: true, top_logprobs: logprobs } : { logprobs: true };
}
