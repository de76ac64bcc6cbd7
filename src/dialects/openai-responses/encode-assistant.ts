import type { AssistantMessage, ContentPart, ReasoningDetail, ToolCall } from "../../chat.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import { isRecord, own } from "../../util/record.ts";
import { encodePart } from "./encode-content.ts";
import { type Encoding, passOn } from "./encoding.ts";
import { DIALECT, type Item } from "./words.ts";

const FIELDS = { read: ["role", "content", "tool_calls", "refusal", "reasoning_details", "audio"], own: [] };

/**
 * What the model said, as the items it came as: thoughts, messages, calls and what its provider did in between, in the
 * order that `reasoning_details` keeps; without that order thoughts come first and calls last.
 */
export function encodeAssistant(message: AssistantMessage, field: string, encoding: Encoding, input: Item[]): void {
  if (typeof message.audio?.id === "string") {
    throw unsupported(
      `${field}.audio`,
      "the Responses API cannot be told of a spoken answer; send its transcript as text",
    );
  }
  const before = input.length;
  const content = unreadContent(message, field, encoding);
  const calls = unreadCalls(message, field, encoding);
  for (const step of stepsOf(message, field, encoding)) {
    const { type } = step;
    if (type === "message") content.asMessage(step, input);
    else if (type === "function_call" || type === "custom_tool_call") calls.one(step, input);
    else input.push(type === "image_generation_call" ? content.withImage(step) : step);
  }
  content.rest(input, input.length > before || calls.hasLeft());
  calls.rest(input);
  passOn(message, {}, FIELDS, field, encoding);
}

/** The thoughts as items, and between them the places of messages, calls and other items. */
function* stepsOf(message: AssistantMessage, field: string, encoding: Encoding): Generator<Item> {
  let thought: ReasoningDetail[] = [];
  let foreign: string | undefined;
  let isMute = false;
  const close = (): Item | undefined => {
    if (thought.length === 0) return undefined;
    const item = thoughtItem(thought);
    thought = [];
    isMute ||= item === undefined;
    return item;
  };
  for (const detail of message.reasoning_details ?? []) {
    if (detail.dialect !== DIALECT) {
      foreign = detail.dialect;
      continue;
    }
    const last = thought.at(-1);
    if (last !== undefined && (detail.type === "item" || last.type === "encrypted" || last.id !== detail.id)) {
      const item = close();
      if (item !== undefined) yield item;
    }
    if (detail.type !== "item") thought.push(detail);
    else if (isRecord(detail.value)) yield detail.value;
  }
  const item = close();
  if (item !== undefined) yield item;
  const note = (what: string) => encoding.adaptations.push({ field: `${field}.reasoning_details`, what });
  if (foreign !== undefined) note(`thoughts of "${foreign}" mean nothing to the Responses API; they were left out`);
  if (isMute)
    note("a thought has neither an id nor its encrypted text, by which the API would know it; it was left out");
}

function thoughtItem(details: readonly ReasoningDetail[]): Item | undefined {
  const item: Item = { type: "reasoning", summary: [] };
  const summary: Item[] = [];
  const content: Item[] = [];
  for (const { type, text, data, id, format } of details) {
    if (id !== undefined) item.id = id;
    if (format !== undefined) item.format = format;
    if (data !== undefined) item.encrypted_content = data;
    if (text === undefined) continue;
    if (type === "summary") summary.push({ type: "summary_text", text });
    else content.push({ type: "reasoning_text", text });
  }
  item.summary = summary;
  if (content.length > 0) item.content = content;
  const isKnown = item.id !== undefined || item.encrypted_content !== undefined || content.length > 0;
  return isKnown ? item : undefined;
}

/** The content of a message, handed out piece by piece to the items it came from. */
function unreadContent(message: AssistantMessage, field: string, encoding: Encoding) {
  const { content, refusal } = message;
  let text = typeof content === "string" ? content : undefined;
  const parts: ContentPart[] =
    content === null || content === undefined || text !== undefined ? [] : [...(content as ContentPart[])];
  if (typeof refusal === "string" && !parts.some(({ type }) => type === "refusal")) {
    if (text !== undefined && text !== "") parts.push({ type: "text", text });
    text = undefined;
    parts.push({ type: "refusal", refusal });
  }
  let next = 0;
  const encoded = (part: ContentPart, index: number): Item =>
    encodePart(part, "output", `${field}.content[${index}]`, encoding);
  const take = (count: number): Item[] => {
    const from = next;
    next = Math.min(parts.length, from + count);
    return parts.slice(from, next).map((part, index) => encoded(part, from + index));
  };
  return {
    /** A message whose place, id and phase are kept; `parts` tells how much of the content was its own. */
    asMessage({ parts: count, ...kept }: Item, input: Item[]): void {
      const isFull = kept.id !== undefined;
      if (!isFull) delete kept.type;
      if (text !== undefined && count !== 0) {
        const said = text;
        text = undefined;
        if (isFull)
          input.push({ ...kept, role: "assistant", content: [withSources({ type: "output_text", text: said })] });
        else input.push({ ...kept, role: "assistant", content: said });
        return;
      }
      const wanted = typeof count === "number" ? count : 1;
      const taken = take(wanted);
      if (taken.length === 0 && wanted > 0) return;
      const said = count === "text" && !isFull && taken.length === 1 ? own(taken[0], "text") : undefined;
      const parts = isFull ? taken.map(withSources) : taken;
      input.push({ ...kept, role: "assistant", content: typeof said === "string" ? said : parts });
    },
    /** An image the model made: its bytes stand among the parts. */
    withImage(step: Item): Item {
      const part = parts[next];
      if (step.result !== undefined || part?.type !== "image_url") return step;
      next++;
      return { ...step, result: part.image_url.url.replace(/^data:[^,]*,/, "") };
    },
    rest(input: Item[], hasMore: boolean): void {
      if (text !== undefined && (text !== "" || !hasMore)) input.push({ role: "assistant", content: text });
      if (next < parts.length) input.push({ role: "assistant", content: take(parts.length) });
    },
  };
}

/** A text of a message with an id must tell its sources, be it none. */
function withSources(part: Item): Item {
  return part.type === "output_text" && part.annotations === undefined ? { ...part, annotations: [] } : part;
}

const CALL_FIELDS = { read: ["id", "type", "function", "custom"], own: [] };

/** The calls of a message, each sent once. */
function unreadCalls(message: AssistantMessage, field: string, encoding: Encoding) {
  const calls = message.tool_calls ?? [];
  const sent = new Set<ToolCall>();
  const send = (call: ToolCall, kept: Item, input: Item[]): void => {
    sent.add(call);
    const { name, arguments: text } = call.function;
    passOn(call, {}, CALL_FIELDS, `${field}.tool_calls[${calls.indexOf(call)}]`, encoding);
    if (call.custom !== true) {
      input.push({ ...kept, type: "function_call", call_id: call.id, name, arguments: text });
      return;
    }
    encoding.customCalls.add(call.id);
    input.push({ ...kept, type: "custom_tool_call", call_id: call.id, name, input: customInput(text) });
  };
  return {
    hasLeft: (): boolean => sent.size < calls.length,
    one(kept: Item, input: Item[]): void {
      const call = calls.find((candidate) => candidate.id === kept.call_id && !sent.has(candidate));
      if (call !== undefined) send(call, kept, input);
    },
    rest(input: Item[]): void {
      for (const call of calls) if (!sent.has(call)) send(call, {}, input);
    },
  };
}

/** The text a custom tool is called with; our calls have JSON, so it stands there as `{input}`. */
export function customInput(text: string): string {
  try {
    const input = own(JSON.parse(text), "input");
    return typeof input === "string" ? input : text;
  } catch {
    return text;
  }
}
