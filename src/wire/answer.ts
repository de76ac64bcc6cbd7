import { CallError } from "../call-error.ts";
import type { WireEvent } from "../dialect.ts";
import type { Awaitable } from "../util/awaitable.ts";
import type { WireAnswer, WireOptions } from "../wire.ts";
import { decompress, decompressed, encodingOf } from "./decompress.ts";
import type { ByteSource, Exchange, Head } from "./exchange.ts";
import { wireFailure } from "./failure.ts";
import { createNdjsonParser } from "./ndjson.ts";
import { readEvents } from "./read-events.ts";
import { createSseParser } from "./sse.ts";

const MAX_BYTES = 64 * 1024 * 1024;
const EXCERPT_BYTES = 64 * 1024;

/** The answer of an exchange whose head has come; its body is read once, by one of the methods. */
export class Answer implements WireAnswer {
  readonly status: number;
  readonly headers: Head["headers"];
  text: string | undefined;
  readonly #exchange: Exchange;
  readonly #options: WireOptions;
  #whole: Promise<Buffer> | undefined;
  #taken: Buffer | undefined;
  #isRead = false;

  constructor(head: Head, exchange: Exchange, options: WireOptions) {
    this.status = head.status;
    this.headers = head.headers;
    this.#exchange = exchange;
    this.#options = options;
  }

  bytes({ max = this.#options.maxBytes ?? MAX_BYTES }: { max?: number } = {}): Promise<Buffer> {
    this.#whole ??= this.#taken === undefined ? this.#readWhole(max) : Promise.resolve(this.#taken);
    return this.#whole;
  }

  json(): Awaitable<unknown> {
    const whole = this.#takeWhole();
    if (whole === undefined) return this.bytes().then((bytes) => this.#parse(bytes));
    try {
      return this.#parse(whole);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async excerpt(maxBytes = EXCERPT_BYTES): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let size = 0;
    try {
      for await (const piece of this.#read(() => this.#exchange.readAsWhole())) {
        pieces.push(piece);
        size += piece.length;
        if (size >= maxBytes) break;
      }
    } catch (error) {
      if (error instanceof CallError && error.code === "aborted") throw error;
    }
    return Buffer.concat(pieces).subarray(0, maxBytes);
  }

  events(framing: "sse" | "ndjson"): AsyncIterable<WireEvent> {
    const { target, maxEventBytes } = this.#options;
    const parser = (framing === "sse" ? createSseParser : createNdjsonParser)({ target, maxEventBytes });
    const { source, leave } = this.#open();
    return readEvents(source, parser, leave);
  }

  pieces(): AsyncIterable<Buffer> {
    return this.#read();
  }

  contentSeen(): void {
    this.#exchange.contentSeen();
  }

  discard(): void {
    this.#isRead = true;
    this.#exchange.stop(this.#failure("aborted", "the answer was not read to its end"));
  }

  #parse(bytes: Buffer): unknown {
    const read = bytes.toString("utf8");
    const text = read.charCodeAt(0) === 0xfeff ? read.slice(1) : read;
    this.text = text;
    try {
      return JSON.parse(text);
    } catch {
      // The parser's own message quotes the text, which may hold anything.
      const type = String(this.headers["content-type"] ?? "no content type")
        .replace(/[^\w/+.;= -]/g, "")
        .slice(0, 60);
      throw this.#failure("malformed_answer", `the answer is not JSON (${bytes.length} bytes, ${type})`);
    }
  }

  /** What mostly is the case when the head is looked at: all of a plain body that is not too large has come. */
  #takeWhole(): Buffer | undefined {
    if (this.#isRead || this.headers["content-encoding"] !== undefined) return undefined;
    const body = this.#exchange.takeAll(this.#options.maxBytes ?? MAX_BYTES);
    if (body === undefined) return undefined;
    this.#isRead = true;
    this.#taken = body;
    return body;
  }

  async #readWhole(max: number): Promise<Buffer> {
    this.#claim();
    const { target } = this.#options;
    const exchange = this.#exchange;
    try {
      const encoding = encodingOf(this, target);
      exchange.readAsWhole();
      const body = await collect(exchange, max);
      if (body === undefined) throw this.#failure("answer_too_large", `the answer is larger than ${max} bytes`);
      return encoding === undefined || body.length === 0 ? body : await decompress(body, encoding, max, target);
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  async *#read(onStart?: () => void): AsyncGenerator<Buffer> {
    const { source, leave } = this.#open();
    onStart?.();
    try {
      for (;;) {
        const piece = source.take();
        if (piece !== undefined) yield piece;
        else if (!(await source.wait())) return;
      }
    } finally {
      leave();
    }
  }

  /** The body, decompressed where need be, and how to let go of it. */
  #open(): { source: ByteSource; leave: () => void } {
    this.#claim();
    const leave = () => this.discard();
    try {
      const encoding = encodingOf(this, this.#options.target);
      if (encoding === undefined) return { source: this.#exchange, leave };
      const source = decompressed(this.#exchange, encoding, this.#options.target);
      return {
        source,
        leave: () => {
          leave();
          source.end();
        },
      };
    } catch (error) {
      leave();
      throw error;
    }
  }

  #claim(): void {
    if (!this.#isRead) {
      this.#isRead = true;
      return;
    }
    throw this.#failure("aborted", "the body of this answer is read already, or was let go");
  }

  #failure(code: "aborted" | "answer_too_large" | "malformed_answer", message: string): CallError {
    return wireFailure(code, this.#options.target, message);
  }
}

async function collect(exchange: Exchange, max: number): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for (;;) {
    const piece = exchange.take();
    if (piece !== undefined) {
      size += piece.length;
      if (size > max) return undefined;
      pieces.push(piece);
    } else if (!(await exchange.wait())) {
      return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces, size);
    }
  }
}
