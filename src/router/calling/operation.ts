import type { CallKind } from "../../attempt.ts";
import type { Backend, CallOptions } from "../../backend.ts";
import type { ChatReply, ChatRequest } from "../../chat.ts";
import type { EmbedReply, EmbedRequest } from "../../embedding.ts";
import type {
  ImageReply,
  ImageRequest,
  SpeechReply,
  SpeechRequest,
  TranscriptionReply,
  TranscriptionRequest,
} from "../../media.ts";
import type { ModerationReply, ModerationRequest } from "../../moderation.ts";
import type { RerankReply, RerankRequest } from "../../rerank.ts";
import type { Target } from "../../route.ts";
import { TextMeter } from "../../tokens/estimate.ts";
import type { Attempt, Cost, Usage } from "../../usage.ts";
import { type RequestSize, sizeOfTexts } from "../choice/request-size.ts";
import type { AttemptSeen } from "./attempt-seen.ts";
import { chatRequestFor, otherRequestFor } from "./target-request.ts";

/** What every reply tells of its call. */
export interface Recorded {
  readonly cost: Cost;
  readonly usage?: Usage;
  readonly modelServed?: string;
  readonly target: string;
  readonly attempts: readonly Attempt[];
  readonly latencyMs: number;
}

/** A kind of call that is answered whole. */
export interface Operation<Request, Reply extends Recorded> {
  readonly kind: CallKind;
  can(backend: Backend): boolean;
  /** Asks a backend that can. @throws {CallError} */
  ask(backend: Backend, model: string, request: Request, options: CallOptions): Promise<Reply> | undefined;
  /** What it is called, where a backend cannot do it. */
  readonly what: string;
  requestFor(target: Target, request: Request): Request;
  /** How large a request is that is no chat. */
  sizeOf?(request: Request): RequestSize;
  /** Tells of an answer what only this kind has. */
  look?(reply: Reply, seen: AttemptSeen): void;
}

/** Of what is no text. */
const none = (): RequestSize => sizeOfTexts([]);

/** A chat. */
export const GENERATE: Operation<ChatRequest, ChatReply> = {
  kind: "generate",
  what: "chat",
  can: () => true,
  ask: (backend, model, request, options) => backend.generate(model, request, options),
  requestFor: chatRequestFor,
  look(reply, seen) {
    seen.finishReason = reply.finishReason;
    seen.answers = Math.max(1, reply.choices.length);
    if (reply.usage === undefined) weigh(reply.choices, seen);
  },
};

/** Weighs the text of answers whose provider did not say what was used. */
function weigh(choices: ChatReply["choices"], seen: AttemptSeen): void {
  const [answer, reasoning] = [new TextMeter(), new TextMeter()];
  for (const choice of choices) {
    answer.add(choice.content);
    reasoning.add(choice.reasoning ?? "");
    for (const call of choice.toolCalls) answer.add(call.function.arguments);
  }
  seen.answer = answer;
  seen.reasoning = reasoning;
}

/** Vectors of texts. */
export const EMBED: Operation<EmbedRequest, EmbedReply> = {
  kind: "embed",
  what: "embeddings",
  can: ({ embed }) => embed !== undefined,
  ask: (backend, model, request, options) => backend.embed?.(model, request, options),
  requestFor: otherRequestFor,
  sizeOf: ({ input }) => sizeOfTexts(typeof input === "string" ? [input] : input),
};

/** Images from words. */
export const IMAGE: Operation<ImageRequest, ImageReply> = {
  kind: "image",
  what: "making images",
  can: ({ generateImage }) => generateImage !== undefined,
  ask: (backend, model, request, options) => backend.generateImage?.(model, request, options),
  requestFor: otherRequestFor,
  sizeOf: none,
};

/** Words from a recording. */
export const TRANSCRIBE: Operation<TranscriptionRequest, TranscriptionReply> = {
  kind: "transcribe",
  what: "transcription",
  can: ({ transcribe }) => transcribe !== undefined,
  ask: (backend, model, request, options) => backend.transcribe?.(model, request, options),
  requestFor: otherRequestFor,
  sizeOf: none,
};

/** A text as sound. */
export const SPEAK: Operation<SpeechRequest, SpeechReply> = {
  kind: "speak",
  what: "speech",
  can: ({ speak }) => speak !== undefined,
  ask: (backend, model, request, options) => backend.speak?.(model, request, options),
  requestFor: otherRequestFor,
  sizeOf: none,
};

/** Documents in order. */
export const RERANK: Operation<RerankRequest, RerankReply> = {
  kind: "rerank",
  what: "reranking",
  can: ({ rerank }) => rerank !== undefined,
  ask: (backend, model, request, options) => backend.rerank?.(model, request, options),
  requestFor: otherRequestFor,
  sizeOf: ({ query, documents }) => sizeOfTexts([query, ...documents]),
};

/** What is harmful. */
export const MODERATE: Operation<ModerationRequest, ModerationReply> = {
  kind: "moderate",
  what: "moderation",
  can: ({ moderate }) => moderate !== undefined,
  ask: (backend, model, request, options) => backend.moderate?.(model, request, options),
  requestFor: otherRequestFor,
  sizeOf: ({ input }) =>
    sizeOfTexts(typeof input === "string" ? [input] : input.map((item) => (typeof item === "string" ? item : [item]))),
};
