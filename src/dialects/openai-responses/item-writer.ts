import { jsonLine } from "../../dialect/json-line.ts";
import { callItem } from "./encode-output.ts";
import { type EventWriter, eventHead } from "./event-writer.ts";
import { makeId } from "./made-ids.ts";
import type { Item } from "./words.ts";

/** An item while it is told. */
interface OpenItem {
  readonly kind: "message" | "reasoning" | "call";
  readonly id: string;
  /** What its deltas begin with, up to their text. */
  deltaHead: string;
  /** Text, refusal, summary or arguments, as far as they were told. */
  text: string;
  /** Where the open part of a message stands; its type. */
  part: "output_text" | "refusal" | undefined;
  readonly parts: Item[];
  annotations: Item[];
  logprobs: unknown[];
  readonly callId: string;
  readonly name: string;
  readonly isCustom: boolean;
}

const NO_LOGPROBS = ',"logprobs":[]';

/** Writes the items of one stream, each closed before the next begins, and keeps them for its last event. */
export class ItemWriter {
  /** Every item that is whole, as JSON. */
  readonly done: string[] = [];
  readonly #events: EventWriter;
  readonly #callId: string;
  #open: OpenItem | undefined;

  constructor(events: EventWriter, callId: string) {
    this.#events = events;
    this.#callId = callId;
  }

  /** Whether a piece of text may follow without anything before it. */
  get isTextOpen(): boolean {
    return this.#open?.part === "output_text";
  }

  /** A piece of text, and the probabilities of its tokens. */
  text(piece: string, logprobs?: readonly unknown[]): string {
    const [open, opening] = this.#inPart("output_text");
    open.text += piece;
    let told = NO_LOGPROBS;
    if (logprobs !== undefined) {
      open.logprobs.push(...logprobs);
      told = `,"logprobs":${jsonLine(logprobs)}`;
    }
    return `${opening}${open.deltaHead}${jsonLine(piece)}${told}${this.#events.end()}`;
  }

  refusal(piece: string): string {
    const [open, opening] = this.#inPart("refusal");
    open.text += piece;
    return `${opening}${open.deltaHead}${jsonLine(piece)}${this.#events.end()}`;
  }

  /** A source of the text that is open. */
  annotation(annotation: Item): string {
    const [open, opening] = this.#inPart("output_text");
    const index = open.annotations.push(annotation) - 1;
    const fields = `${this.#partPlace(open)},"annotation_index":${index},"annotation":${jsonLine(annotation)}`;
    return opening + this.#events.event("response.output_text.annotation.added", fields);
  }

  /** A piece of what was thought. */
  thought(piece: string): string {
    let opening = "";
    let open = this.#open;
    if (open?.kind !== "reasoning") {
      [open, opening] = this.#begin("reasoning", { type: "reasoning", summary: [] });
      const place = this.#summaryPlace(open);
      opening += this.#events.event(
        "response.reasoning_summary_part.added",
        `${place},"part":{"type":"summary_text","text":""}`,
      );
      open.deltaHead = `${eventHead("response.reasoning_summary_text.delta")}${place},"delta":`;
    }
    open.text += piece;
    return `${opening}${open.deltaHead}${jsonLine(piece)}${this.#events.end()}`;
  }

  /** Begins a call. */
  call(callId: string, name: string, isCustom: boolean): string {
    const item = isCustom
      ? { type: "custom_tool_call", call_id: callId, name, input: "" }
      : { type: "function_call", call_id: callId, name, arguments: "", status: "in_progress" };
    const [open, opening] = this.#begin("call", item, { callId, name, isCustom });
    open.deltaHead = `${eventHead("response.function_call_arguments.delta")}${this.#place(open)},"delta":`;
    return opening;
  }

  /** A piece of the arguments of the call that is open; the text of a custom tool is told when it is whole. */
  arguments(piece: string): string {
    const open = this.#open;
    if (open === undefined) return "";
    open.text += piece;
    return open.isCustom ? "" : `${open.deltaHead}${jsonLine(piece)}${this.#events.end()}`;
  }

  /** An item that comes whole. */
  whole(item: Item): string {
    const before = this.close();
    const place = `"output_index":${this.done.length}`;
    const json = jsonLine(item);
    this.done.push(json);
    const added = this.#events.event("response.output_item.added", `${place},"item":${json}`);
    return before + added + this.#events.event("response.output_item.done", `${place},"item":${json}`);
  }

  /** Ends the open item, if there is one. */
  close(status = "completed"): string {
    const open = this.#open;
    if (open === undefined) return "";
    let told = "";
    let item: Item;
    if (open.kind === "message") {
      told = this.#closePart(open);
      item = { id: open.id, type: "message", role: "assistant", status, content: open.parts };
    } else if (open.kind === "reasoning") [item, told] = this.#endThought(open);
    else [item, told] = this.#endCall(open, status);
    const json = jsonLine(item);
    told += this.#events.event("response.output_item.done", `"output_index":${this.done.length},"item":${json}`);
    this.done.push(json);
    this.#open = undefined;
    return told;
  }

  #begin(
    kind: OpenItem["kind"],
    item: Item,
    call?: Pick<OpenItem, "callId" | "name" | "isCustom">,
  ): [OpenItem, string] {
    const before = this.close();
    const index = this.done.length;
    const id = makeId(KIND_OF.get(item.type) ?? "msg", this.#callId, index);
    const open: OpenItem = {
      kind,
      id,
      deltaHead: "",
      text: "",
      part: undefined,
      parts: [],
      annotations: [],
      logprobs: [],
      ...(call ?? { callId: "", name: "", isCustom: false }),
    };
    this.#open = open;
    const added = this.#events.value("response.output_item.added", { output_index: index, item: { id, ...item } });
    return [open, before + added];
  }

  /** The open part of a message, and what had to be told to open it. */
  #inPart(part: "output_text" | "refusal"): [OpenItem, string] {
    let opening = "";
    let open = this.#open;
    if (open?.kind !== "message") {
      [open, opening] = this.#begin("message", MESSAGE_START);
    } else if (open.part === part) return [open, ""];
    else opening = this.#closePart(open);
    open.part = part;
    const place = this.#partPlace(open);
    const start = part === "refusal" ? REFUSAL_START : TEXT_START;
    opening += this.#events.event("response.content_part.added", `${place},"part":${start}`);
    open.deltaHead = `${eventHead(`response.${part}.delta`)}${place},"delta":`;
    return [open, opening];
  }

  #closePart(open: OpenItem): string {
    const { part, text, annotations, logprobs } = open;
    if (part === undefined) return "";
    const place = this.#partPlace(open);
    const whole: Item =
      part === "refusal" ? { type: part, refusal: text } : { type: part, text, annotations, logprobs };
    const last = part === "refusal" ? `"refusal":${jsonLine(text)}` : `"text":${jsonLine(text)},"logprobs":[]`;
    open.parts.push(whole);
    open.part = undefined;
    open.text = "";
    open.annotations = [];
    open.logprobs = [];
    const told = this.#events.event(`response.${part}.done`, `${place},${last}`);
    return told + this.#events.event("response.content_part.done", `${place},"part":${jsonLine(whole)}`);
  }

  #endThought(open: OpenItem): [Item, string] {
    const part = { type: "summary_text", text: open.text };
    const place = this.#summaryPlace(open);
    const text = `${place},"text":${jsonLine(open.text)}`;
    const told = this.#events.event("response.reasoning_summary_text.done", text);
    const ended = this.#events.event("response.reasoning_summary_part.done", `${place},"part":${jsonLine(part)}`);
    return [{ id: open.id, type: "reasoning", summary: [part] }, told + ended];
  }

  #endCall(open: OpenItem, status: string): [Item, string] {
    const item = { ...callItem(open.id, open.callId, open.name, open.text, open.isCustom), status };
    const place = this.#place(open);
    if (!open.isCustom) {
      const fields = `${place},"name":${jsonLine(open.name)},"arguments":${jsonLine(open.text)}`;
      return [item, this.#events.event("response.function_call_arguments.done", fields)];
    }
    const input = jsonLine("input" in item ? item.input : "");
    const delta = this.#events.event("response.custom_tool_call_input.delta", `${place},"delta":${input}`);
    return [item, delta + this.#events.event("response.custom_tool_call_input.done", `${place},"input":${input}`)];
  }

  #place({ id }: OpenItem): string {
    return `"item_id":${jsonLine(id)},"output_index":${this.done.length}`;
  }

  #partPlace(open: OpenItem): string {
    return `${this.#place(open)},"content_index":${open.parts.length}`;
  }

  #summaryPlace(open: OpenItem): string {
    return `${this.#place(open)},"summary_index":0`;
  }
}

const KIND_OF: ReadonlyMap<unknown, "rs" | "msg" | "fc" | "ctc"> = new Map([
  ["reasoning", "rs"],
  ["message", "msg"],
  ["function_call", "fc"],
  ["custom_tool_call", "ctc"],
]);
const MESSAGE_START: Item = { type: "message", role: "assistant", status: "in_progress", content: [] };
const TEXT_START = '{"type":"output_text","text":"","annotations":[],"logprobs":[]}';
const REFUSAL_START = '{"type":"refusal","refusal":""}';
