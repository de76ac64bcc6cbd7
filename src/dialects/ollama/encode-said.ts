import type { ContentPart, FinishReason, ToolCall } from "../../chat.ts";
import { parseDataUrl } from "../../dialect/data-url.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";

/** A call as far as it has been told; its arguments are JSON text. */
export type ToldCall = Pick<ToolCall, "id"> & { readonly name: string; readonly arguments: string };

/**
 * The calls as Ollama tells them: whole, their arguments an object. A call whose arguments are none is left out, for it
 * must not be made with others; so is one that was cut off before its arguments began.
 */
export function encodeCalls(calls: readonly ToldCall[], reason: FinishReason): UnknownRecord[] {
  const encoded: UnknownRecord[] = [];
  for (const { id, name, arguments: text } of calls) {
    const given = argumentsIn(text, reason === "length");
    if (given === undefined) continue;
    encoded.push({ id, function: { index: encoded.length, name, arguments: given } });
  }
  return encoded;
}

function argumentsIn(text: string, isCut: boolean): UnknownRecord | undefined {
  if (text.trim() === "") return isCut ? undefined : {};
  try {
    const given: unknown = JSON.parse(text);
    return isRecord(given) ? given : undefined;
  } catch {
    return undefined;
  }
}

/** Why an answer ended (https://docs.ollama.com/api/chat): `stop` also after calls; a provider's own word where Ollama has none. */
export function doneReasonOf(reason: FinishReason, raw: string | undefined): string {
  if (reason === "stop" || reason === "tool_calls") return "stop";
  return reason === "other" ? (raw ?? "stop") : reason;
}

/** Images the model made, in base64; those that stand at an address cannot be told. */
export function encodeImages(parts: readonly ContentPart[] | undefined): string[] | undefined {
  const images: string[] = [];
  for (const part of parts ?? []) {
    const data = part.type === "image_url" ? parseDataUrl(part.image_url.url) : undefined;
    if (data !== undefined) images.push(data.base64);
  }
  return images.length === 0 ? undefined : images;
}

/** Log probabilities, where they are in the shape that Ollama shares with OpenAI. */
export function encodeLogprobs(logprobs: unknown): unknown[] | undefined {
  return isRecord(logprobs) && Array.isArray(logprobs.content) ? logprobs.content : undefined;
}
