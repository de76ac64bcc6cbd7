import type { ChatRequest, FinishReason } from "../../chat.ts";
import type { UsageParts } from "../../dialect/usage.ts";
import type { JsonValue } from "../../util/json.ts";

/** One scripted answer; what it leaves out is made up, always in the same way. */
export interface FakeAnswer {
  readonly text?: string;
  /** Said as JSON in place of `text`. */
  readonly json?: JsonValue;
  readonly reasoning?: string;
  readonly toolCalls?: readonly FakeToolCall[];
  /** @default `tool_calls` where there are any, else `stop` */
  readonly finishReason?: FinishReason;
  /** What it claims to have used, also when that cannot be; `null`: it says nothing of it. @default one token a word */
  readonly usage?: UsageParts | null;
  /** The model it says has served. @default the one that was asked for */
  readonly modelServed?: string;
  /** How the text comes in a stream. @default word by word */
  readonly pieces?: readonly string[];
  /** Milliseconds before anything comes. @default 0 */
  readonly delayMs?: number;
  /** Milliseconds between the pieces of a stream. @default 0 */
  readonly pieceDelayMs?: number;
  /** Refuses the call instead. */
  readonly failure?: FakeFailure;
  /** Goes wrong on the way. */
  readonly fault?: FakeFault;
}

/** A tool call of a scripted answer. */
export interface FakeToolCall {
  /** @default `call_0`, `call_1`, … */
  readonly id?: string;
  readonly name: string;
  /** Data, or text as it is, which may be broken JSON. */
  readonly arguments?: JsonValue;
}

/** How a call is refused, in the words of the wire. */
export interface FakeFailure {
  /** @default 500 */
  readonly status?: number;
  /** The provider's code: `insufficient_quota`. */
  readonly code?: string;
  readonly message?: string;
  /** Milliseconds. */
  readonly retryAfterMs?: number;
}

/**
 * How an answer goes wrong after it began: the connection ends early, nothing more comes, or what comes is no JSON.
 */
export interface FakeFault {
  readonly kind: "cut" | "stall" | "malformed";
  /** Pieces of a stream that come before it; an answer that comes whole goes wrong at once. @default 1 */
  readonly afterPieces?: number;
}

/** A call as the script sees it. */
export interface FakeCall {
  /** How many calls came before it. */
  readonly number: number;
  readonly model: string;
  readonly request: ChatRequest;
  readonly stream: boolean;
}

/** What is answered: always the same, one after the other (the last one again and again), or as a function says. */
export type FakeScript = FakeAnswer | readonly FakeAnswer[] | ((call: FakeCall) => FakeAnswer | Promise<FakeAnswer>);

/** The answer of a script to a call. */
export async function answerOf(script: FakeScript, call: FakeCall): Promise<FakeAnswer> {
  if (typeof script === "function") return script(call);
  if (!isList(script)) return script;
  return script[Math.min(call.number, script.length - 1)] ?? {};
}

function isList(script: FakeAnswer | readonly FakeAnswer[]): script is readonly FakeAnswer[] {
  return Array.isArray(script);
}

/** Says what the user said last. */
export function echo({ request }: FakeCall): FakeAnswer {
  const last = request.messages.findLast(({ role }) => role === "user");
  return { text: last === undefined ? "" : textOf(last.content) };
}

/** The text of a message's content. */
export function textOf(content: ChatRequest["messages"][number]["content"]): string {
  if (typeof content === "string") return content;
  return (content ?? []).map((part) => (part.type === "text" ? part.text : `[${part.type}]`)).join(" ");
}

/** Too many calls: 429, with the time to wait. */
export function rateLimited(retryAfterMs = 1_000): FakeAnswer {
  return { failure: { status: 429, code: "rate_limit_exceeded", message: "Rate limit reached", retryAfterMs } };
}

/** A key nobody knows: 401. */
export function deadKey(): FakeAnswer {
  return { failure: { status: 401, code: "invalid_api_key", message: "Incorrect API key provided" } };
}

/** A server that fails: 500. */
export function brokenServer(): FakeAnswer {
  return { failure: { status: 500, message: "The server had an error while processing your request" } };
}

/** A request nobody would take: 400. */
export function badRequest(message = "Invalid value"): FakeAnswer {
  return { failure: { status: 400, code: "invalid_request_error", message } };
}
