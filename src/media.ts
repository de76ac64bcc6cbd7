import type { Attempt, Cost, Usage } from "./usage.ts";
import type { JsonValue } from "./util/json.ts";

/** What every reply to a call carries beside its content. */
export interface CallRecord {
  readonly cost: Cost;
  readonly usage?: Usage;
  readonly modelAsked: string;
  readonly modelServed?: string;
  /** `backend/model-id`. */
  readonly target: string;
  readonly attempts: readonly Attempt[];
  readonly latencyMs: number;
}

/** OpenAI's body for images without `model` (https://platform.openai.com/docs/api-reference/images/create). */
export interface ImageRequest {
  readonly prompt: string;
  readonly n?: number;
  readonly size?: string;
  readonly quality?: string;
  readonly response_format?: "url" | "b64_json";
  readonly background?: string;
  readonly output_format?: string;
  readonly user?: string;
  readonly extra?: Readonly<Record<string, JsonValue>>;
}

/** Images, each by address or in base64. */
export interface ImageReply extends CallRecord {
  readonly images: readonly { readonly url?: string; readonly base64?: string; readonly revisedPrompt?: string }[];
}

/** A recording to be written down (https://platform.openai.com/docs/api-reference/audio/createTranscription). */
export interface TranscriptionRequest {
  readonly file: Uint8Array | Blob;
  /** Tells the provider its format: `speech.mp3`. */
  readonly filename: string;
  readonly language?: string;
  readonly prompt?: string;
  readonly temperature?: number;
  readonly response_format?: "json" | "verbose_json" | "text" | "srt" | "vtt";
  readonly timestamp_granularities?: readonly ("word" | "segment")[];
  readonly extra?: Readonly<Record<string, JsonValue>>;
}

/** What a recording says. */
export interface TranscriptionReply extends CallRecord {
  readonly text: string;
  readonly language?: string;
  /** Seconds. */
  readonly durationSeconds?: number;
  readonly segments?: readonly JsonValue[];
  readonly words?: readonly JsonValue[];
}

/** A text to be spoken (https://platform.openai.com/docs/api-reference/audio/createSpeech). */
export interface SpeechRequest {
  readonly input: string;
  readonly voice: string;
  readonly instructions?: string;
  readonly response_format?: "mp3" | "opus" | "aac" | "flac" | "wav" | "pcm";
  readonly speed?: number;
  readonly extra?: Readonly<Record<string, JsonValue>>;
}

/** A text as sound. */
export interface SpeechReply extends CallRecord {
  readonly audio: Uint8Array;
  readonly contentType: string;
}
