import type { ChatChoice, ContentPart, ReasoningDetail, Tool, ToolCall } from "../../chat.ts";
import { isOpaque, packThoughts } from "../../dialect/carried-thoughts.ts";
import { parseDataUrl } from "../../dialect/data-url.ts";
import type { ServedCall } from "../../served-dialect.ts";
import { isRecord } from "../../util/record.ts";
import { annotationsOf } from "./encode-annotations.ts";
import { customInput } from "./encode-assistant.ts";
import { type MadeKind, makeId } from "./made-ids.ts";
import { DIALECT, type Item } from "./words.ts";

/** An answer as the items of `output`: thoughts, messages, calls, images, in the order its provider gave them. */
export function encodeOutput(choice: ChatChoice, asked: ServedCall, status: string): Item[] {
  const { message, toolCalls } = choice;
  const output: Item[] = [];
  const id = (kind: MadeKind): string => makeId(kind, asked.id, output.length);
  const calls = unreadCalls(toolCalls, asked, id);
  const said = unreadParts(choice);
  const steps = stepsOf(message.reasoning_details ?? [], choice, calls.signatures);
  const isPlaced = steps.some(({ type }) => type === "image_generation_call");
  const images = isPlaced ? said.images : [];
  for (const step of steps) {
    const { type } = step;
    if (type === "message") {
      const { parts, ...kept } = step;
      const content = said.take(typeof parts === "number" ? parts : 1);
      output.push({ id: id("msg"), role: "assistant", status, ...kept, content });
    } else if (type === "function_call" || type === "custom_tool_call") {
      const call = calls.named(step.call_id);
      if (call !== undefined) output.push({ ...call, ...step });
    } else if (type === "reasoning") output.push({ ...step, id: step.id ?? id("rs") });
    else if (type === "image_generation_call") {
      const image = step.result === undefined ? images.shift() : undefined;
      output.push(image === undefined ? step : { ...step, result: resultOf(image) });
    } else output.push(step);
  }
  const rest = said.take(Number.POSITIVE_INFINITY);
  if (rest.length > 0 || (output.length === 0 && toolCalls.length === 0)) {
    output.push({ id: id("msg"), type: "message", role: "assistant", status, content: rest });
  }
  for (const image of isPlaced ? images : said.images) output.push(imageItem(id("ig"), image));
  for (const call of calls.rest()) output.push(call);
  return output;
}

/** The names of the tools a client calls with plain text. */
export function customTools(tools: readonly Tool[] | undefined): ReadonlySet<unknown> {
  const names = new Set<unknown>();
  for (const tool of tools ?? []) {
    if (tool.type === "native" && isRecord(tool.value) && tool.value.type === "custom") names.add(tool.value.name);
  }
  return names;
}

/** A call as an item. */
export function callItem(id: string, callId: string, name: string, text: string, isCustom: boolean): Item {
  const shared = { id, status: "completed", call_id: callId, name };
  return isCustom
    ? { ...shared, type: "custom_tool_call", input: customInput(text) }
    : { ...shared, type: "function_call", arguments: text };
}

/** An image the model made, as the item that tells one. */
export function imageItem(id: string, url: string): Item {
  return { id, type: "image_generation_call", status: "completed", result: resultOf(url) };
}

/** Names calls: each by its own id where no other call has it. */
export function createCallNamer(callId: string): (id: string | undefined, index: number) => string {
  const used = new Set<string>();
  return (id, index) => {
    let name = id === undefined || id === "" ? `call_${callId}_${index}` : id;
    if (used.has(name)) name = `${name}_${index}`;
    used.add(name);
    return name;
  };
}

function resultOf(url: string): string {
  return parseDataUrl(url)?.base64 ?? url;
}

/** The steps of an answer as its details tell them; what only another provider can read goes into one thought of its own. */
function stepsOf(
  details: readonly ReasoningDetail[],
  choice: ChatChoice,
  signatures: readonly (readonly [string, string])[],
): Item[] {
  const steps: Item[] = [];
  const foreign: ReasoningDetail[] = [];
  let open: { id: unknown; summary: Item[]; content: Item[]; item: Item } | undefined;
  let isShown = false;
  for (const detail of details) {
    if (detail.dialect !== DIALECT) {
      if (isOpaque(detail)) foreign.push(detail);
      continue;
    }
    if (detail.type === "item") {
      open = undefined;
      if (isRecord(detail.value)) steps.push(detail.value);
      continue;
    }
    const { id, type, text, data, format } = detail;
    if (open === undefined || open.id !== id || open.item.encrypted_content !== undefined) {
      const summary: Item[] = [];
      open = { id, summary, content: [], item: { type: "reasoning", summary } };
      if (id !== undefined) open.item.id = id;
      steps.push(open.item);
    }
    if (format !== undefined) open.item.format = format;
    if (data !== undefined) open.item.encrypted_content = data;
    if (text === undefined) continue;
    isShown = true;
    if (type === "summary") open.summary.push({ type: "summary_text", text });
    else {
      open.content.push({ type: "reasoning_text", text });
      open.item.content = open.content;
    }
  }
  const { reasoning = "" } = choice;
  const summary = reasoning === "" || isShown ? [] : [{ type: "summary_text", text: reasoning }];
  const packed = packThoughts({ details: foreign, signatures });
  if (summary.length === 0 && packed === undefined) return steps;
  return [
    { type: "reasoning", summary, ...(packed === undefined ? undefined : { encrypted_content: packed }) },
    ...steps,
  ];
}

/** What a message says, handed out part by part; images stand beside it. */
function unreadParts({ message, annotations, logprobs }: ChatChoice) {
  const { content, refusal, audio } = message;
  const parts: Item[] = [];
  const images: string[] = [];
  const add = (part: ContentPart): void => {
    if (part.type === "text") parts.push(textPart(part.text));
    else if (part.type === "refusal") parts.push({ type: "refusal", refusal: part.refusal });
    else if (part.type === "image_url") images.push(part.image_url.url);
    else if (part.type === "native" && part.dialect === DIALECT && isRecord(part.value)) parts.push(part.value);
  };
  if (typeof content === "string") {
    if (content !== "") parts.push(textPart(content));
  } else for (const part of content ?? []) add(part);
  const isRefused = typeof refusal === "string" && refusal !== "";
  if (isRefused && !parts.some(({ type }) => type === "refusal")) parts.push({ type: "refusal", refusal });
  if (parts.length === 0 && typeof audio?.transcript === "string") parts.push(textPart(audio.transcript));
  const last = parts.findLast(({ type }) => type === "output_text");
  if (last !== undefined) {
    last.annotations = (annotations ?? []).flatMap(annotationsOf);
    if (isRecord(logprobs) && Array.isArray(logprobs.content)) last.logprobs = logprobs.content;
  }
  let next = 0;
  return {
    images,
    take(count: number): Item[] {
      const from = next;
      next = Math.min(parts.length, from + count);
      return parts.slice(from, next);
    },
  };
}

function textPart(text: string): Item {
  return { type: "output_text", text, annotations: [], logprobs: [] };
}

/** The calls of an answer, each told once. */
function unreadCalls(toolCalls: readonly ToolCall[], asked: ServedCall, id: (kind: MadeKind) => string) {
  const custom = customTools(asked.request.tools);
  const nameOf = createCallNamer(asked.id);
  const calls = toolCalls.map((call, index) => ({ call, callId: nameOf(call.id, index) }));
  const signatures: [string, string][] = [];
  for (const { call, callId } of calls) if (call.signature !== undefined) signatures.push([callId, call.signature]);
  const told = new Set<ToolCall>();
  const itemOf = ({ call, callId }: (typeof calls)[number]): Item => {
    told.add(call);
    const { name, arguments: text } = call.function;
    const isCustom = call.custom === true || custom.has(name);
    return callItem(id(isCustom ? "ctc" : "fc"), callId, name, text, isCustom);
  };
  return {
    signatures,
    named(callId: unknown): Item | undefined {
      const found = calls.find((one) => one.callId === callId && !told.has(one.call));
      return found === undefined ? undefined : itemOf(found);
    },
    /** One after the other, as each has its place among the items. */
    *rest(): Generator<Item> {
      for (const one of calls) if (!told.has(one.call)) yield itemOf(one);
    },
  };
}
