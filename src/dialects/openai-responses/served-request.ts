import type { ChatMessage, ReasoningDetail } from "../../chat.ts";
import { isPacked, plainThought, signCalls, unpackThoughts } from "../../dialect/carried-thoughts.ts";
import { invalidRequest } from "../../dialect/invalid-request.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import type { ServedRequest } from "../../served-dialect.ts";
import { isRecord } from "../../util/record.ts";
import { decodeRequest } from "./decode-request.ts";
import { isMadeId, withoutMadeId } from "./made-ids.ts";
import { DIALECT, type Item } from "./words.ts";

/**
 * What a client asks for. Nothing is remembered between its requests, so what would need that is refused; what it was
 * told before comes back to the providers as theirs.
 * @throws {CallError} `invalid_request` or `unsupported_request`, naming the field
 */
export function decodeServed(body: unknown): ServedRequest {
  if (!isRecord(body)) throw invalidRequest("body", "expected a JSON object, as it is sent to /responses");
  const { stream, input } = body;
  if (stream !== undefined && stream !== null && typeof stream !== "boolean") {
    throw invalidRequest("stream", "expected true or false");
  }
  refuseMemory(body);
  if (typeof input !== "string" && !Array.isArray(input)) {
    throw invalidRequest("input", "expected text or a list of items");
  }
  const own = Array.isArray(input) ? { ...body, input: input.map(ownItem) } : body;
  const { request, model } = decodeRequest(withoutNothing(own));
  if (model === undefined || model === "") throw invalidRequest("model", "expected the name of a model");
  if (request.messages.length === 0) throw invalidRequest("input", "expected at least one item");
  return {
    request: { ...request, messages: request.messages.map(restoreThoughts) },
    model,
    stream: stream === true,
    // Its streams always tell.
    includeUsage: true,
  };
}

const MEMORY: readonly (readonly [field: string, advice: string])[] = [
  ["previous_response_id", "nothing is remembered here between requests; send the whole conversation as input"],
  ["conversation", "nothing is remembered here between requests; send the whole conversation as input"],
  ["background", "an answer is given at once here and kept nowhere; leave it out"],
  ["store", "answers are kept nowhere here; leave it out, or say false"],
];

function refuseMemory(body: Item): void {
  for (const [field, advice] of MEMORY) {
    const value = body[field];
    if (value !== undefined && value !== null && value !== false) throw unsupported(field, advice);
  }
}

/** Fields that say nothing: the official clients send some of them, and other dialects have no word for them. */
function withoutNothing(body: Item): Item {
  const said: Item = {};
  for (const [name, value] of Object.entries(body)) {
    if (value === null || (value === false && name === "background")) continue;
    said[name] = value;
  }
  return said;
}

function ownItem(item: unknown, index: number): unknown {
  if (!isRecord(item)) throw invalidRequest(`input[${index}]`, "expected an object");
  if (item.type === "item_reference") {
    throw unsupported(`input[${index}]`, "nothing is remembered here between requests; send the item itself");
  }
  return withoutMadeId(item);
}

/** A turn of the model's with what its providers want back: thoughts that were carried are theirs again. */
function restoreThoughts(message: ChatMessage): ChatMessage {
  if (message.role !== "assistant" || message.reasoning_details === undefined) return message;
  const { reasoning_details: details, tool_calls: calls, ...rest } = message;
  if (!details.some(({ id, data }) => isMadeId(id) || isPacked(data))) return message;
  const carried = details.flatMap(({ data }) => unpackThoughts(data) ?? []);
  const own = carried.flatMap((thoughts) => thoughts.details);
  const signed = signCalls(
    calls,
    carried.flatMap((thoughts) => thoughts.signatures),
  );
  const isComplete = own.some(({ dialect, type }) => dialect === DIALECT && type === "item");
  const told = details.flatMap((detail) => toldDetail(detail, isComplete));
  const restored = [...told, ...own];
  return {
    ...rest,
    ...(signed === undefined ? undefined : { tool_calls: signed }),
    ...(restored.length === 0 ? undefined : { reasoning_details: restored }),
  };
}

/** What of a detail stays; `isComplete` says that the carried ones hold the order of all of this dialect's. */
function toldDetail(detail: ReasoningDetail, isComplete: boolean): ReasoningDetail[] {
  const { id, data, text } = detail;
  if (isPacked(data)) return [];
  if (isMadeId(id)) {
    const { id: _, ...nameless } = detail;
    if (data !== undefined) return [nameless];
    return text === undefined || text === "" || isComplete ? [] : [plainThought(text)];
  }
  return isComplete || isBarePlace(detail) ? [] : [detail];
}

/** The place of a message or a call whose id was made here: the order goes without saying. */
function isBarePlace({ type, value }: ReasoningDetail): boolean {
  if (type !== "item" || !isRecord(value) || value.id !== undefined) return false;
  return value.type === "message" || value.type === "function_call" || value.type === "custom_tool_call";
}
