import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServedName } from "../builtins/served.ts";
import { redactSecrets } from "../util/redact-secrets.ts";
import { leavingOf } from "./leaving.ts";
import type { ServerParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";
import { passedOverHeader } from "./reply-headers.ts";
import { clientsId } from "./request-id.ts";
import type { RequestTarget } from "./request-target.ts";
import { type Told, toldOf } from "./status-of.ts";

const JSON_TYPE = "application/json";
const COME_AGAIN_MS = 1_000;
const NONE: readonly never[] = [];

/** One request and its answer. */
export class Exchange {
  readonly parts: ServerParts;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Unique; the client's own stands in the headers where it sent one. */
  readonly id: string;
  /** The dialect its errors are told in. */
  dialect: ServedName = "openai";
  target: RequestTarget = { path: "/", query: "" };
  /** Who asks, by his key. */
  caller: string | undefined;
  /** For a page that may look at the answer. */
  originHeaders: readonly string[] | undefined;
  /** Whether it calls a model, of which only so many may run at once, and whether it is one of those. */
  turn: "none" | "wanted" | "taken" = "none";
  /** What is held of its body, in the budget of all. */
  heldBytes = 0;
  /** Its body, where it was read before it was asked for. */
  body: Buffer | undefined;
  /** Whether something went wrong with it, be it after its answer had begun. */
  hasFailed = false;
  #isGone = false;

  constructor(parts: ServerParts, request: IncomingMessage, response: ServerResponse) {
    this.parts = parts;
    this.request = request;
    this.response = response;
    this.id = parts.nextId();
    this.#isGone = response.destroyed;
    parts.connections.began(request.socket);
    response.on("close", () => this.#onClose());
    // What is written to somebody who is just leaving is lost, and that is all.
    response.on("error", ignore);
  }

  /** Aborted when the client leaves before it has all of its answer. */
  get signal(): AbortSignal {
    const leaving = leavingOf(this.request.socket);
    if (this.#isCutOff) leaving.abort();
    return leaving.signal;
  }

  /** Whether the client left before it had all of its answer. */
  get #isCutOff(): boolean {
    return this.#isGone && !this.response.writableFinished;
  }

  /** Whether nobody is there to be answered. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Its turn to be answered, once all of it has come: who dawdles keeps nobody waiting. @throws {Refusal} */
  takeTurn(): Promise<void> | undefined {
    if (this.turn !== "wanted") return undefined;
    const waiting = this.parts.admission.enter(() => this.signal);
    if (waiting !== undefined) {
      return waiting.then(() => {
        this.turn = "taken";
      });
    }
    this.turn = "taken";
    return undefined;
  }

  /** A whole answer as JSON; `headers` are names and values by turns. */
  json(status: number, body: unknown, headers: readonly string[] = []): void {
    this.jsonText(status, JSON.stringify(body), headers);
  }

  /** A whole answer that is JSON already. */
  jsonText(status: number, text: string, headers: readonly string[] = []): void {
    this.send(status, JSON_TYPE, text, headers);
  }

  /** A whole answer. */
  send(status: number, contentType: string, body: string | Uint8Array, headers: readonly string[] = []): void {
    if (this.#isGone) return;
    const length = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
    this.begin(status, contentType, headers, length);
    this.end(body);
  }

  /** The last of an answer; a client that does not go on reading it is let go. */
  end(last: string | Uint8Array = ""): void {
    this.response.end(last);
    if (this.response.writableLength > 0) this.request.socket.setTimeout(this.parts.unreadMs);
  }

  /** The head of an answer, of so many bytes where that is known; nothing of any other server's headers is in it. */
  begin(status: number, contentType: string, headers: readonly string[], length?: number): void {
    const id = clientsId(this.request.headers["x-request-id"]) ?? this.id;
    const all = ["content-type", contentType, "x-request-id", id, "x-content-type-options", "nosniff"].concat(
      length === undefined ? NONE : ["content-length", String(length)],
      headers,
    );
    if (this.dialect === "anthropic") all.push("request-id", id);
    if (this.originHeaders !== undefined) all.push(...this.originHeaders);
    if (this.parts.isClosing) all.push("connection", "close");
    this.response.writeHead(status, all);
  }

  /** Answers with what went wrong, in the words of its dialect. */
  async fail(error: unknown): Promise<void> {
    if (this.#isGone) return;
    const told = this.judge(error);
    if (this.response.headersSent) {
      this.response.destroy();
      return;
    }
    const headers = headersOf(told);
    if (error instanceof Refusal) headers.push(...error.headers);
    const dialect = await this.parts.dialect(this.dialect);
    this.json(told.error.status, dialect.encodeError(told.error), headers);
  }

  /** What to tell of an error; one that nobody foresaw is logged. */
  judge(error: unknown): Told {
    const told = toldOf(error);
    this.hasFailed = true;
    if (told.isUnexpected) {
      const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.parts.log(`${this.id} ${this.request.method} ${this.target.path}: ${redactSecrets(said)}`);
    }
    return told;
  }

  #onClose(): void {
    this.#isGone = true;
    this.parts.connections.ended(this.request.socket);
    if (this.#isCutOff) leavingOf(this.request.socket).abort();
    // A connection that was kept for the next request is not needed any longer.
    else if (this.parts.isClosing) this.request.socket.end();
  }
}

/** Official clients try some failures again by themselves; where that cannot help they are told not to. */
function headersOf({ error, retryable, attempts, passedOver }: Told): string[] {
  const headers: string[] = [];
  const { status, retryAfterMs = status === 503 && retryable ? COME_AGAIN_MS : undefined } = error;
  if ((status === 429 || status === 503) && retryAfterMs !== undefined) {
    headers.push("retry-after", String(Math.max(1, Math.ceil(retryAfterMs / 1_000))));
  }
  const isTriedAgain = status === 408 || status === 409 || status === 429 || status >= 500;
  if (isTriedAgain && !retryable) headers.push("x-should-retry", "false");
  if (attempts !== undefined) headers.push("x-modelmall-attempts", String(attempts));
  if (passedOver !== undefined) headers.push(...passedOverHeader(passedOver));
  return headers;
}

function ignore(): void {}
