import type { ChatChunk, ToolCallDelta } from "../chat.ts";

/**
 * Puts the pieces of a stream in such an order that a call is whole before anything else begins: other dialects may tell
 * several calls in turns, while some clients take what began last for all that is open. What may go out does so at once.
 */
export class PieceOrder {
  #open: { readonly index: number; text: string } | undefined;
  readonly #ended = new Set<number>();
  #held: ChatChunk[] = [];

  /** What may be told now: chunks without calls, and chunks with one piece of a call. */
  push(chunk: ChatChunk): readonly ChatChunk[] {
    if (this.#open === undefined && chunk.toolCalls === undefined) return [chunk];
    const told: ChatChunk[] = [];
    this.#take(chunk, told);
    return told;
  }

  /** What was held back, whether the calls it waits for are whole or not. */
  end(): readonly ChatChunk[] {
    const told: ChatChunk[] = [];
    while (this.#held.length > 0) this.#release(told);
    return told;
  }

  #take(chunk: ChatChunk, told: ChatChunk[]): void {
    const { toolCalls, ...said } = chunk;
    if (saysSomething(said)) {
      if (this.#mustWait()) this.#held.push(said);
      else {
        this.#close();
        told.push(said);
      }
    }
    for (const delta of toolCalls ?? []) this.#takeCall(delta, told);
  }

  #takeCall(delta: ToolCallDelta, told: ChatChunk[]): void {
    const { index, arguments: text = "" } = delta;
    if (this.#open?.index === index) {
      this.#open.text += text;
      told.push({ toolCalls: [delta] });
      if (this.#held.length > 0 && isWhole(this.#open.text)) this.#release(told);
    } else if (this.#mustWait()) this.#held.push({ toolCalls: [delta] });
    else if (!this.#ended.has(index)) {
      this.#close();
      this.#open = { index, text };
      told.push({ toolCalls: [delta] });
    }
  }

  #mustWait(): boolean {
    return this.#held.length > 0 || (this.#open !== undefined && !isWhole(this.#open.text));
  }

  #close(): void {
    if (this.#open !== undefined) this.#ended.add(this.#open.index);
    this.#open = undefined;
  }

  #release(told: ChatChunk[]): void {
    this.#close();
    const held = this.#held;
    this.#held = [];
    for (const chunk of held) this.#take(chunk, told);
  }
}

function saysSomething({ content, reasoning, refusal, reasoningDetails, annotations, parts }: ChatChunk): boolean {
  return (
    (content !== undefined && content !== "") ||
    (reasoning !== undefined && reasoning !== "") ||
    (refusal !== undefined && refusal !== "") ||
    reasoningDetails !== undefined ||
    annotations !== undefined ||
    parts !== undefined
  );
}

/** Whether arguments are all there. */
function isWhole(text: string): boolean {
  if (!text.trimEnd().endsWith("}")) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
