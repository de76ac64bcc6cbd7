import type { ChatChunk, ChatRequest, DecodedReply } from "./chat.ts";
import type { DecodedEmbedding, EmbedRequest } from "./embedding.ts";
import type { ImageReply, ImageRequest, SpeechRequest, TranscriptionReply, TranscriptionRequest } from "./media.ts";
import type { Facts } from "./model.ts";
import type { ModerationReply, ModerationRequest } from "./moderation.ts";
import type { Dialect as DialectName, Provider } from "./provider.ts";
import type { RerankReply, RerankRequest } from "./rerank.ts";
import type { Adaptation, Usage } from "./usage.ts";

/** What a dialect knows of the call it translates. */
export interface CallContext {
  /** The model as it stands in the request. */
  readonly model: string;
  readonly provider: Provider;
  /** What is known of the model, for what depends on it: a flag that is absent is unknown. */
  readonly facts: Facts;
  readonly stream: boolean;
  /** How many answers were asked for (`n`), where that is more than one. */
  readonly answers?: number;
}

/** A request in a dialect's words, before address and key are added. */
export interface EncodedCall {
  /** Relative to the base URL: `chat/completions`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** Beside key and content type: `anthropic-version`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What could not be carried as asked, and what was done instead. */
  readonly adaptations: readonly Adaptation[];
}

/** One event of a stream: the data of a server-sent event with its name, or a line of NDJSON. */
export interface WireEvent {
  readonly event?: string;
  readonly data: string;
  /** The data is the whole body: it was no stream, but an answer in one piece, an error or a page. */
  readonly isBody?: true;
}

/** Turns the events of one stream into chunks; it has state, so each stream has its own. */
export interface StreamDecoder {
  /**
   * The chunk an event brings; `undefined` for pings and the like.
   * @throws {CallError} for an error event, or one that is malformed
   */
  push(event: WireEvent): ChatChunk | undefined;
  /** Where one event may hold several answers (`n`): what else the event just pushed brought, one chunk a call until `undefined`. */
  more?(): ChatChunk | undefined;
  /** Whether the dialect's end marker has come; what ends without it was cut. Usage may still follow: read to the last byte. */
  readonly ended: boolean;
  /** Whether, though it may end here, not every answer that was asked for (`n`) has begun: they may take their time. */
  readonly awaitsMore?: boolean;
  /** Whether the event just pushed means to a client of the dialect, as it is, what was read from it. @default false */
  readonly passes?: boolean;
  /** The provider's final words, collected: finish reason, usage, model. Only meaningful once `ended`. */
  finish(): ChatChunk;
}

/** What a refused request says, in whatever shape its provider puts it; not yet judged. */
export interface WireError {
  readonly status?: number;
  /** The provider's own code or type: `insufficient_quota`, `overloaded_error`. */
  readonly code?: string;
  readonly type?: string;
  /** The field it complains about. */
  readonly param?: string;
  readonly message?: string;
}

/** A wire format: pure functions between it and our words. */
export interface ChatDialect {
  readonly name: DialectName | "openai-responses";
  readonly framing: "sse" | "ndjson";
  /** The most bytes of one event of a stream, where it may hold more than text. @default 1 MiB */
  readonly maxEventBytes?: number;
  /**
   * @throws {CallError} `unsupported_request` with fault `request`, naming the field, for what it cannot carry
   */
  encodeRequest(request: ChatRequest, context: CallContext): EncodedCall;
  /** The other way: what a caller asked for who sent this body; what has no word of ours goes into `extra` or native parts. */
  decodeRequest(body: unknown, url?: string): { request: ChatRequest; model?: string; stream: boolean };
  /** @throws {CallError} `malformed_answer` */
  decodeReply(body: unknown, context: CallContext): DecodedReply;
  /** Whether an answer means to a client of the dialect, as it is, what was read from it. @default none does */
  passesReply?(body: unknown, reply: DecodedReply): boolean;
  createStreamDecoder(context: CallContext): StreamDecoder;
  /** Reads the body of a refused request, or an error event; never throws. */
  decodeError(body: unknown, status?: number): WireError;
  readonly embedding?: EmbeddingDialect;
  /** The provider's own counting endpoint. */
  readonly counting?: CountingDialect;
  /** Images, transcription and speech. */
  readonly media?: MediaDialect;
  /** For the providers that have it (`Provider.moderationPath`). */
  readonly moderation?: ModerationDialect;
}

export interface EmbeddingDialect {
  encode(request: EmbedRequest, context: CallContext): EncodedCall;
  decode(body: unknown, context: CallContext): DecodedEmbedding;
}

export interface CountingDialect {
  encode(request: ChatRequest, context: CallContext): EncodedCall;
  /** Tokens. */
  decode(body: unknown): number;
}

/** Images, transcription and speech, as OpenAI asks for them and those who copy it. */
export interface MediaDialect {
  encodeImage(request: ImageRequest, context: CallContext): EncodedCall;
  /** @throws {CallError} `malformed_answer` */
  decodeImage(body: unknown, context: CallContext): DecodedImages;
  encodeTranscription(request: TranscriptionRequest, context: CallContext): EncodedForm;
  /** The body parsed as JSON, or its text where text was asked for. @throws {CallError} `malformed_answer` */
  decodeTranscription(body: unknown, context: CallContext): DecodedTranscription;
  /** What comes back is the sound itself. */
  encodeSpeech(request: SpeechRequest, context: CallContext): EncodedCall;
}

/** A request that carries a file: its fields and the file as `multipart/form-data`. */
export interface EncodedForm extends Omit<EncodedCall, "body"> {
  readonly form: FormData;
}

export interface DecodedImages {
  readonly images: ImageReply["images"];
  readonly modelServed?: string;
  readonly usage?: Usage;
}

export interface DecodedTranscription
  extends Pick<TranscriptionReply, "text" | "language" | "durationSeconds" | "segments" | "words"> {
  readonly modelServed?: string;
  readonly usage?: Usage;
}

/** Putting documents in order, as Cohere asks for it and those who copy it. */
export interface RerankDialect {
  encode(request: RerankRequest, context: CallContext): EncodedCall;
  /** @throws {CallError} `malformed_answer` */
  decode(body: unknown, context: CallContext): DecodedRerank;
}

/** Documents in order, best first. */
export interface DecodedRerank extends Pick<RerankReply, "results"> {
  readonly modelServed?: string;
  readonly usage?: Usage;
}

/** Finding what is harmful, as OpenAI does and those who copy it. */
export interface ModerationDialect {
  encode(request: ModerationRequest, context: CallContext): EncodedCall;
  /** @throws {CallError} `malformed_answer` */
  decode(body: unknown, context: CallContext): DecodedModeration;
}

/** What was found, in the order of what was asked. */
export interface DecodedModeration extends Pick<ModerationReply, "results"> {
  readonly modelServed?: string;
  readonly usage?: Usage;
}
