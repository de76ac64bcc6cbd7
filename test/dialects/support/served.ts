import type {
  ChatChoice,
  ChatChunk,
  ChatReply,
  DecodedReply,
  FinishReason,
  ReasoningDetail,
} from "../../../src/chat.ts";
import type { CallContext, ChatDialect, WireEvent } from "../../../src/dialect.ts";
import { anthropic } from "../../../src/dialects/anthropic.ts";
import { google } from "../../../src/dialects/google.ts";
import { ollama } from "../../../src/dialects/ollama.ts";
import { openai } from "../../../src/dialects/openai.ts";
import { openaiResponses } from "../../../src/dialects/openai-responses.ts";
import type { Provider } from "../../../src/provider.ts";
import type { ServedCall, ServedDialect } from "../../../src/served-dialect.ts";
import type { Usage } from "../../../src/usage.ts";
import { createNdjsonParser } from "../../../src/wire/ndjson.ts";
import { createSseParser } from "../../../src/wire/sse.ts";
import { type RecordedCall, recordedCalls } from "../../support/recorded-calls.ts";

/** A call as a server was asked it. */
export function aCall(call: Partial<ServedCall> = {}): ServedCall {
  const request = { messages: [{ role: "user" as const, content: "Hello" }] };
  const createdAt = new Date("2026-01-02T03:04:05.678Z");
  return { request, model: "asked", stream: false, includeUsage: true, id: "1", createdAt, ...call };
}

const END = {
  cost: { usd: null, reason: "not told" },
  modelAsked: "asked",
  target: "backend/model",
  attempts: [],
  latencyMs: 1234.5678,
  adaptations: [],
} as const;

/** A reply as a backend gives it. */
export function aReply(decoded: DecodedReply, reply: Partial<ChatReply> = {}): ChatReply {
  const [first] = decoded.choices;
  if (first === undefined) throw new Error("no choice");
  const { content, reasoning, toolCalls, finishReason, message } = first;
  const told = { content, toolCalls, finishReason, message, ...(reasoning === undefined ? {} : { reasoning }) };
  return { ...decoded, ...told, ...END, raw: {}, ...reply };
}

/** One of a reply's answers. */
export function aChoice(choice: Partial<ChatChoice> = {}): ChatChoice {
  const message = { role: "assistant" as const, content: "Hi" };
  return { index: 0, message, content: "Hi", toolCalls: [], finishReason: "stop", ...choice };
}

/** The last chunk of a stream as a backend gives it. */
export function lastChunk(words: ChatChunk): ChatChunk {
  return { ...words, end: { ...END, firstContentMs: 234.5 } };
}

/** A dialect's recorded answer, in our words. */
export interface Answered {
  readonly name: string;
  readonly dialect: string;
  readonly context: CallContext;
  /** Of an answer that came whole. */
  readonly reply?: ChatReply;
  /** Of a streamed one. */
  readonly chunks?: readonly ChatChunk[];
}

const DIALECTS: Readonly<Record<string, ChatDialect>> = {
  openai,
  anthropic,
  google,
  ollama,
  "openai-responses": openaiResponses,
};

/** Every recorded answer that is none of refusal, of every dialect that is spoken over HTTP. */
export function recordedAnswers(): Answered[] {
  return recordedCalls("chat").flatMap((call): Answered[] => {
    const dialect = DIALECTS[dialectOf(call) ?? ""];
    if (dialect === undefined) return [];
    const text = call.response.body.toString("utf8");
    const isWhole = isJson(text);
    const context = contextOf(call.provider, dialect, !isWhole);
    const about = { name: call.name, dialect: dialect.name, context };
    try {
      if (isWhole) return [{ ...about, reply: aReply(dialect.decodeReply(JSON.parse(text), context)) }];
      return [{ ...about, chunks: readStream(dialect, text, context) }];
    } catch {
      // A recorded failure, or a form that is read elsewhere.
      return [];
    }
  });
}

/** The chunks in a stream's text. */
export function readStream(dialect: ChatDialect, text: string, context: CallContext): ChatChunk[] {
  const parser = (dialect.framing === "sse" ? createSseParser : createNdjsonParser)({ target: "test" });
  const events: WireEvent[] = [];
  parser.push(Buffer.from(text), events);
  parser.end(events);
  const decoder = dialect.createStreamDecoder(context);
  const chunks: ChatChunk[] = [];
  for (const event of events) {
    for (let chunk = decoder.push(event); chunk !== undefined; chunk = decoder.more?.()) chunks.push(chunk);
  }
  if (!decoder.ended) throw new Error("the stream has no end");
  return [...chunks, lastChunk(decoder.finish())];
}

/** A stream as a server writes it. */
export function written(served: ServedDialect, chunks: readonly ChatChunk[], call = aCall({ stream: true })): string {
  const encoder = served.createStreamEncoder(call);
  return chunks.map((chunk) => encoder.push(chunk)).join("");
}

/** What a dialect's server wrote of an answer, read again by the dialect. */
export function readAgain(served: ServedDialect, dialect: ChatDialect, { reply, chunks = [] }: Answered): Said {
  const context = contextOf(dialect.name, dialect, reply === undefined);
  if (reply === undefined) return saidInChunks(readStream(dialect, written(served, chunks), context));
  return saidInReply(dialect.decodeReply(JSON.parse(JSON.stringify(served.encodeReply(reply, aCall()))), context));
}

/** What was thought, as it goes back with the next turn. */
export function detailsOf({ reply, chunks = [] }: Answered): readonly ReasoningDetail[] {
  if (reply !== undefined) return reply.message.reasoning_details ?? [];
  return chunks.flatMap(({ index = 0, reasoningDetails = [] }) => (index === 0 ? reasoningDetails : []));
}

/** A context for a provider by name alone. */
export function contextOf(name: string, dialect: Pick<ChatDialect, "name">, stream: boolean): CallContext {
  const spoken = dialect.name === "openai-responses" ? "openai" : dialect.name;
  const provider: Provider = { name, title: name, dialect: spoken, keyVariables: [], docs: "https://example.com" };
  return { model: "recorded", provider, facts: {}, stream };
}

function dialectOf({ provider, api }: RecordedCall): string | undefined {
  if (provider === "ollama") return "ollama";
  if (api === "responses") return "openai-responses";
  if (api === "messages") return "anthropic";
  if (/generatecontent/i.test(api)) return "google";
  return provider !== "cohere" && /completions$/.test(api) ? "openai" : undefined;
}

function isJson(text: string): boolean {
  try {
    return !Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

/** What an answer says, however it came. */
export interface Said {
  choices: SaidChoice[];
  usage: Usage | undefined;
}

export interface SaidChoice {
  text: string;
  reasoning: string;
  refusal: string;
  calls: { id: string; name: string; arguments: string; signature?: string }[];
  finish: FinishReason | undefined;
}

export function saidInReply({ choices, usage }: DecodedReply): Said {
  return {
    choices: choices.map(({ content, reasoning = "", message, toolCalls, finishReason }) => ({
      text: content,
      reasoning,
      refusal: message.refusal ?? "",
      calls: toolCalls.map(({ id, function: called, signature }) => ({
        id,
        ...called,
        ...(signature === undefined ? {} : { signature }),
      })),
      finish: finishReason,
    })),
    usage,
  };
}

export function saidInChunks(chunks: readonly ChatChunk[]): Said {
  const choices: SaidChoice[] = [];
  let usage: Usage | undefined;
  for (const chunk of chunks) {
    const { index = 0 } = chunk;
    choices[index] ??= { text: "", reasoning: "", refusal: "", calls: [], finish: undefined };
    const choice = choices[index];
    choice.text += chunk.content ?? "";
    choice.reasoning += chunk.reasoning ?? "";
    choice.refusal += chunk.refusal ?? "";
    choice.finish = chunk.finishReason ?? choice.finish;
    usage = chunk.usage ?? usage;
    for (const piece of chunk.toolCalls ?? []) {
      choice.calls[piece.index] ??= { id: piece.id ?? "", name: piece.name ?? "", arguments: "" };
      const call = choice.calls[piece.index] as SaidChoice["calls"][number];
      call.arguments += piece.arguments ?? "";
      if (piece.signature !== undefined) call.signature = piece.signature;
    }
  }
  return { choices, usage };
}

/** What an answer says, whichever way it was recorded. */
export function saidIn({ reply, chunks }: Pick<Answered, "reply" | "chunks">): Said {
  return reply === undefined ? saidInChunks(chunks ?? []) : saidInReply(reply);
}

/** What every dialect that counts tokens has words for. */
export function totals(usage: Usage | undefined): { input: number; output: number } | undefined {
  return usage && { input: usage.totalInput, output: usage.totalOutput };
}
