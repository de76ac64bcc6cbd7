import type { ContentPart, ToolMessage } from "../../chat.ts";
import { invalidRequest } from "../../dialect/invalid-request.ts";
import { reportPassing } from "../../dialect/passing-fields.ts";
import { isRecord } from "../../util/record.ts";
import { isMadeId } from "./call-id.ts";
import { type Encoding, encodePart, type Part } from "./encode-parts.ts";
import { generationOf } from "./generation.ts";

const KNOWN = new Set(["role", "content", "tool_call_id", "name", "willContinue", "scheduling"]);

/**
 * What a tool answered, as a `functionResponse` and, for models that take no media inside one, the media after it.
 * @throws {CallError} `unsupported_request`, `invalid_request` where its call is not there
 */
export function encodeToolResult(
  message: ToolMessage,
  field: string,
  names: ReadonlyMap<string, string>,
  encoding: Encoding,
): Part[] {
  reportPassing(message, KNOWN, field, "Google", encoding.adaptations);
  const { tool_call_id: id, willContinue, scheduling } = message;
  const name = typeof message.name === "string" ? message.name : names.get(id);
  if (name === undefined) {
    const what = `no earlier call has the id ${JSON.stringify(id)}, and Google must be told the function's name`;
    throw invalidRequest(`${field}.tool_call_id`, what);
  }
  const { text, media } = split(message.content, field, encoding);
  // Media inside a result: https://ai.google.dev/gemini-api/docs/function-calling#multimodal, from Gemini 3 on.
  const isInside = media.length > 0 && (generationOf(encoding.context.model).version ?? 3) >= 3;
  if (media.length > 0 && !isInside) {
    const what = `${encoding.context.model} takes no media inside a tool's result; sent after it`;
    encoding.adaptations.push({ field: `${field}.content`, what });
  }
  const functionResponse = {
    ...(isMadeId(id) ? {} : { id }),
    name,
    response: responseOf(text),
    ...(isInside ? { parts: media } : {}),
    ...(willContinue === undefined ? {} : { willContinue }),
    ...(scheduling === undefined ? {} : { scheduling }),
  };
  return isInside ? [{ functionResponse }] : [{ functionResponse }, ...media];
}

function split(
  content: string | readonly ContentPart[],
  field: string,
  encoding: Encoding,
): { text: string; media: Part[] } {
  if (typeof content === "string") return { text: content, media: [] };
  if (!Array.isArray(content)) throw invalidRequest(`${field}.content`, "expected text or a list of parts");
  const texts: string[] = [];
  const media: Part[] = [];
  content.forEach((part, index) => {
    const encoded = encodePart(part, `${field}.content[${index}]`, encoding);
    if (typeof encoded.text === "string") texts.push(encoded.text);
    else media.push(encoded);
  });
  return { text: texts.join("\n"), media };
}

/** The object Google wants: the text's own where it is one, else the text as `output`. */
export function responseOf(text: string): Record<string, unknown> {
  return objectIn(text) ?? { output: text };
}

/** The JSON object a text holds; one whose numbers would lose digits stays text. */
export function objectIn(text: string): Record<string, unknown> | undefined {
  if (!/^\s*\{/.test(text) || /\d{16}/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
