import type { AssistantMessage, ContentPart, ReasoningDetail, ToolCall } from "../../chat.ts";
import { reportPassing } from "../../dialect/passing-fields.ts";
import { argumentsOf } from "../../dialect/tool-arguments.ts";
import { isRecord } from "../../util/record.ts";
import { isMadeId } from "./call-id.ts";
import { type Encoding, encodePart, type Part } from "./encode-parts.ts";
import { generationOf } from "./generation.ts";
import { placeOf } from "./reasoning-place.ts";

const KNOWN = new Set(["role", "content", "tool_calls", "refusal", "reasoning_details", "audio"]);
const KNOWN_CALL = new Set(["id", "type", "function", "signature"]);

// https://ai.google.dev/gemini-api/docs/thought-signatures: what to send with calls that another model made.
const FOREIGN_CALL = "skip_thought_signature_validator";

/**
 * What the model said, with the thinking and signatures Google wants back in the places they came from.
 * @throws {CallError} `unsupported_request`
 */
export function encodeModelParts(
  message: AssistantMessage,
  field: string,
  isCurrentTurn: boolean,
  encoding: Encoding,
): Part[] {
  const { content, refusal, audio } = message;
  const calls = message.tool_calls ?? [];
  const details = message.reasoning_details ?? [];
  const { adaptations } = encoding;
  reportPassing(message, KNOWN, field, "Google", adaptations);
  if (audio !== null && audio !== undefined) {
    adaptations.push({ field: `${field}.audio`, what: "audio kept at another provider cannot be sent; left out" });
  }
  const own: readonly ContentPart[] =
    typeof content === "string" ? (content === "" ? [] : [{ type: "text", text: content }]) : (content ?? []);
  const parts: Part[] = [];
  const thoughts = sortDetails(details, own.length, field, encoding);
  for (let index = 0; index <= own.length; index++) {
    parts.push(...(thoughts.before.get(index) ?? []));
    const said = own[index];
    if (said === undefined) break;
    const part = encodePart(said, `${field}.content[${index}]`, encoding);
    const signature = thoughts.signatures.get(index);
    parts.push(signature === undefined ? part : { ...part, thoughtSignature: signature });
  }
  if (typeof refusal === "string" && refusal !== "") parts.push({ text: refusal });
  const unsigned = isCurrentTurn && lacksSignature(calls, encoding);
  if (unsigned) {
    const what = "Gemini 3 signs its calls and these have no signature; sent the one for calls of other models";
    adaptations.push({ field: `${field}.tool_calls[0]`, what });
  }
  calls.forEach((call, index) => {
    parts.push(encodeCall(call, `${field}.tool_calls[${index}]`, unsigned && index === 0, encoding));
  });
  return parts.length === 0 ? [{ text: "" }] : parts;
}

function lacksSignature(calls: readonly ToolCall[], { context }: Encoding): boolean {
  if (calls.length === 0 || (generationOf(context.model).version ?? 0) < 3) return false;
  return calls.every(({ signature }) => signature === undefined);
}

interface Thoughts {
  readonly before: Map<number, Part[]>;
  readonly signatures: Map<number, string>;
}

function sortDetails(
  details: readonly ReasoningDetail[],
  count: number,
  field: string,
  { adaptations }: Encoding,
): Thoughts {
  const before = new Map<number, Part[]>();
  const signatures = new Map<number, string>();
  details.forEach((detail, index) => {
    const at = `${field}.reasoning_details[${index}]`;
    if (detail.dialect !== "google") {
      adaptations.push({ field: at, what: `thinking from ${detail.dialect} means nothing to Google; left out` });
      return;
    }
    const place = Math.min(placeOf(detail) ?? 0, count);
    const part = detail.data === undefined ? thoughtPart(detail) : opaquePart(detail.data);
    if (part !== undefined) {
      const list = before.get(place);
      if (list === undefined) before.set(place, [part]);
      else list.push(part);
    } else if (detail.signature !== undefined && detail.data === undefined) {
      if (place < count) signatures.set(place, detail.signature);
      else before.set(place, [...(before.get(place) ?? []), { text: "", thoughtSignature: detail.signature }]);
    } else adaptations.push({ field: at, what: "holds nothing that can be sent back; left out" });
  });
  return { before, signatures };
}

function thoughtPart({ text, signature }: ReasoningDetail): Part | undefined {
  if (text === undefined) return undefined;
  return { text, thought: true, ...(signature === undefined ? {} : { thoughtSignature: signature }) };
}

function opaquePart(data: string): Part | undefined {
  const part = parsed(data);
  return isRecord(part) ? part : undefined;
}

function encodeCall(call: ToolCall, field: string, isForeign: boolean, { adaptations }: Encoding): Part {
  reportPassing(call, KNOWN_CALL, field, "Google", adaptations);
  const { id, function: called, signature = isForeign ? FOREIGN_CALL : undefined } = call;
  const args = argumentsOf(call, field);
  return {
    functionCall: { ...(isMadeId(id) ? {} : { id }), name: called.name, args },
    ...(signature === undefined ? {} : { thoughtSignature: signature }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
