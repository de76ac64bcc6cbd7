import type { ChatChunk, ChatReply, ChatRequest } from "./chat.ts";
import type { EmbedReply, EmbedRequest } from "./embedding.ts";
import type {
  ImageReply,
  ImageRequest,
  SpeechReply,
  SpeechRequest,
  TranscriptionReply,
  TranscriptionRequest,
} from "./media.ts";
import type { ModerationReply, ModerationRequest } from "./moderation.ts";
import type { RerankReply, RerankRequest } from "./rerank.ts";

/** How one call is made. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeouts?: CallTimeouts;
  /** Sent beside the backend's own, by allow-list. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Told of each answer as it begins, refusals too: what a provider announces of its limits stands in its headers. */
  readonly onAnswer?: (answer: AnswerHead) => void;
  /**
   * A dialect: a reply in it says so where its `raw` may be passed on to a client, and the chunks of a stream carry each event
   * as it was written, those that say nothing of ours too.
   */
  readonly raw?: string;
}

/** How an answer begins. */
export interface AnswerHead {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Milliseconds each; they run independently. */
export interface CallTimeouts {
  /** Until the connection stands. @default 5_000 */
  readonly connectMs?: number;
  /** Until the first content: a ping, a role or a comment is none. @default 30_000 */
  readonly firstContentMs?: number;
  /** Between two pieces. @default 60_000 */
  readonly idleMs?: number;
  /** For all of it. @default 600_000 */
  readonly totalMs?: number;
}

/** One account at a provider. An optional method that is missing is a thing it cannot do. It never retries. */
export interface Backend {
  readonly name: string;
  /** @throws {CallError} */
  generate(model: string, request: ChatRequest, options?: CallOptions): Promise<ChatReply>;
  /** @throws {CallError} also in the middle; what ends without its end marker is an error */
  stream(model: string, request: ChatRequest, options?: CallOptions): AsyncIterable<ChatChunk>;
  embed?(model: string, request: EmbedRequest, options?: CallOptions): Promise<EmbedReply>;
  generateImage?(model: string, request: ImageRequest, options?: CallOptions): Promise<ImageReply>;
  transcribe?(model: string, request: TranscriptionRequest, options?: CallOptions): Promise<TranscriptionReply>;
  speak?(model: string, request: SpeechRequest, options?: CallOptions): Promise<SpeechReply>;
  rerank?(model: string, request: RerankRequest, options?: CallOptions): Promise<RerankReply>;
  moderate?(model: string, request: ModerationRequest, options?: CallOptions): Promise<ModerationReply>;
  countTokens?(model: string, request: ChatRequest, options?: CallOptions): Promise<TokenCount>;
  /** The ids it lists; free of charge, and so a way to ask whether key and address are right. */
  models?(options?: CallOptions): Promise<readonly string[]>;
  /** Lets go of its connections; calls that run end first. */
  close(): Promise<void>;
}

/** How many tokens a request is, and how sure that is. */
export interface TokenCount {
  readonly tokens: number;
  readonly method: "provider" | "tokenizer" | "estimate";
  /** What counted: `claude count_tokens`, `o200k_base`, `4 characters a token`. */
  readonly by: string;
  /** By how much the truth may differ, as a share (0.02); 0 where the provider's own count is exact. */
  readonly margin: number;
}
