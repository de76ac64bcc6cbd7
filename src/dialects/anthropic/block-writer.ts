import { jsonLine } from "../../dialect/json-line.ts";
import type { Block } from "./encoding.ts";

/** A kind of block that comes in pieces. */
type Kind = "text" | "thinking" | "tool_use";

const DELTA_WORDS: Readonly<Record<Kind, string>> = {
  text: '"type":"text_delta","text":',
  thinking: '"type":"thinking_delta","thinking":',
  tool_use: '"type":"input_json_delta","partial_json":',
};
const TEXT_START = '{"type":"text","text":""}';
const THINKING_START = '{"type":"thinking","thinking":"","signature":""}';

/**
 * Writes the blocks of one stream, each closed before the next begins: some clients take the last block for the open one
 * (https://platform.claude.com/docs/en/build-with-claude/streaming).
 */
export class BlockWriter {
  #index = 0;
  #kind: Kind | undefined;
  #deltaHead = "";

  /** The kind of the open block. */
  get kind(): Kind | undefined {
    return this.#kind;
  }

  /** A piece of text, in a new block where none is open. */
  text(piece: string): string {
    const opening = this.#kind === "text" ? "" : this.#open("text", TEXT_START);
    return `${opening}${this.#deltaHead}${jsonLine(piece)}}}\n\n`;
  }

  /** A piece of thinking, in a new block where none is open. */
  thinking(piece: string): string {
    const opening = this.#kind === "thinking" ? "" : this.#open("thinking", THINKING_START);
    return `${opening}${this.#deltaHead}${jsonLine(piece)}}}\n\n`;
  }

  /** The end of a block of thinking; one without any text is opened for it. */
  sign(signature: string): string {
    const opening = this.#kind === "thinking" ? "" : this.#open("thinking", THINKING_START);
    const delta = signature === "" ? "" : this.#delta(`"type":"signature_delta","signature":${jsonLine(signature)}`);
    return opening + delta + this.close();
  }

  /** A source of the text that is open, in a new block where none is. */
  cite(citation: Block): string {
    const opening = this.#kind === "text" ? "" : this.#open("text", TEXT_START);
    return opening + this.#delta(`"type":"citations_delta","citation":${jsonLine(citation)}`);
  }

  /** Begins a call. */
  call(block: Block): string {
    return this.#open("tool_use", jsonLine(block));
  }

  /** A piece of the arguments of the call that is open. */
  arguments(piece: string): string {
    return `${this.#deltaHead}${jsonLine(piece)}}}\n\n`;
  }

  /** A block that comes whole. */
  whole(block: Block): string {
    const before = this.close();
    const start = this.#start(jsonLine(block));
    return before + start + this.#stop();
  }

  /** Ends the open block, if there is one. */
  close(): string {
    if (this.#kind === undefined) return "";
    this.#kind = undefined;
    return this.#stop();
  }

  #open(kind: Kind, block: string): string {
    const before = this.close();
    this.#kind = kind;
    this.#deltaHead = `${deltaHead(this.#index)}${DELTA_WORDS[kind]}`;
    return before + this.#start(block);
  }

  #start(block: string): string {
    return `event: content_block_start\ndata: {"type":"content_block_start","index":${this.#index},"content_block":${block}}\n\n`;
  }

  #delta(words: string): string {
    return `${deltaHead(this.#index)}${words}}}\n\n`;
  }

  #stop(): string {
    return `event: content_block_stop\ndata: {"type":"content_block_stop","index":${this.#index++}}\n\n`;
  }
}

function deltaHead(index: number): string {
  return `event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":{`;
}
