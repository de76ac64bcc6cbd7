import { malformed } from "../../dialect/malformed.ts";
import type { MediaDialect } from "../../dialect.ts";
import type { ImageReply, TranscriptionRequest } from "../../media.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { compatibilityOf } from "./compatibility.ts";
import { readUsage } from "./usage.ts";

/** Images, transcription and speech (https://platform.openai.com/docs/api-reference/images, …/audio). */
export const media: MediaDialect = {
  encodeImage({ extra, ...request }, { model }) {
    return { path: "images/generations", body: { model, ...request, ...extra }, adaptations: [] };
  },

  decodeImage(body, { provider }) {
    if (!isRecord(body) || !Array.isArray(body.data)) throw malformed('expected a list of images in "data"');
    return {
      images: body.data.map(readImage),
      ...told(body, provider.name),
    };
  },

  encodeTranscription({ extra = {}, file, filename, ...request }: TranscriptionRequest, { model }) {
    const form = new FormData();
    // The bytes are copied: a view of a shared buffer is no part of a Blob.
    form.append("file", file instanceof Blob ? file : new Blob([new Uint8Array(file)]), filename);
    for (const [name, value] of Object.entries({ model, ...request, ...extra })) addField(form, name, value);
    return { path: "audio/transcriptions", form, adaptations: [] };
  },

  decodeTranscription(body, { provider }) {
    if (typeof body === "string") return { text: body };
    if (!isRecord(body) || typeof body.text !== "string") throw malformed('expected a transcript in "text"');
    const { text, language, duration, segments, words, usage } = body;
    const seconds = secondsOf(duration) ?? (isRecord(usage) ? secondsOf(usage.seconds) : undefined);
    return {
      text,
      ...(typeof language === "string" ? { language } : {}),
      ...(seconds === undefined ? {} : { durationSeconds: seconds }),
      // JSON data, as it was parsed.
      ...(Array.isArray(segments) ? { segments: segments as JsonValue[] } : {}),
      ...(Array.isArray(words) ? { words: words as JsonValue[] } : {}),
      ...told(body, provider.name),
    };
  },

  encodeSpeech({ extra, ...request }, { model }) {
    return { path: "audio/speech", body: { model, ...request, ...extra }, adaptations: [] };
  },
};

function readImage(row: unknown, place: number): ImageReply["images"][number] {
  if (!isRecord(row)) throw malformed(`expected an image at data[${place}]`);
  const { url, b64_json: base64, revised_prompt: revisedPrompt } = row;
  if (typeof url !== "string" && typeof base64 !== "string") {
    throw malformed(`expected "url" or "b64_json" at data[${place}]`);
  }
  return {
    ...(typeof url === "string" ? { url } : {}),
    ...(typeof base64 === "string" ? { base64 } : {}),
    ...(typeof revisedPrompt === "string" && revisedPrompt !== "" ? { revisedPrompt } : {}),
  };
}

function told(body: UnknownRecord, provider: string) {
  const usage = readUsage(body, compatibilityOf(provider));
  return {
    ...(typeof body.model === "string" && body.model !== "" ? { modelServed: body.model } : {}),
    ...(usage === undefined ? {} : { usage }),
  };
}

function addField(form: FormData, name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) for (const item of value) form.append(`${name}[]`, textOf(item));
  else form.append(name, textOf(value));
}

function textOf(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Whisper tells it as a number, gpt-4o-transcribe in its usage, some copies as text. */
function secondsOf(value: unknown): number | undefined {
  const seconds = typeof value === "string" ? Number.parseFloat(value) : value;
  return typeof seconds === "number" && seconds >= 0 ? seconds : undefined;
}
