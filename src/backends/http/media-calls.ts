import type { Backend } from "../../backend.ts";
import { CallError } from "../../call-error.ts";
import type { DecodedImages, DecodedTranscription, MediaDialect } from "../../dialect.ts";
import type { ImageRequest, SpeechReply, SpeechRequest, TranscriptionRequest } from "../../media.ts";
import type { WireAnswer } from "../../wire.ts";
import type { Caller } from "./caller.ts";
import { callWhole, type WholeAnswer, type WholeCall } from "./whole-call.ts";

/** Images, transcription and speech of one account. */
export function mediaCalls(
  caller: Caller,
  media: MediaDialect,
  baseFor: (model: string) => string,
): Pick<Required<Backend>, "generateImage" | "transcribe" | "speak"> {
  const image: WholeCall<ImageRequest, DecodedImages> = {
    encode: (request, context) => media.encodeImage(request, context),
    decode: (body, context) => media.decodeImage(body, context),
    count: ({ images }) => ({ images: images.length }),
  };
  const transcription: WholeCall<TranscriptionRequest, DecodedTranscription> = {
    encode: (request, context) => formCall(media.encodeTranscription(request, context)),
    read: readText,
    decode: (body, context) => media.decodeTranscription(body, context),
    count: ({ durationSeconds }) => (durationSeconds === undefined ? undefined : { audioSeconds: durationSeconds }),
  };
  const speech: WholeCall<SpeechRequest, Pick<SpeechReply, "audio" | "contentType">> = {
    encode: (request, context) => media.encodeSpeech(request, context),
    read: (answer) => answer.bytes(),
    decode: (body, _context, answer) => soundOf(body, answer),
  };
  return {
    generateImage: (model, request, options) =>
      callWhole(caller, image, { baseFor, model, request, options }, together),
    transcribe: (model, request, options) =>
      callWhole(caller, transcription, { baseFor, model, request, options }, together),
    speak: (model, request, options) => callWhole(caller, speech, { baseFor, model, request, options }, together),
  };
}

function together<Decoded extends object>({
  decoded,
  end,
}: WholeAnswer<Decoded>): Decoded & WholeAnswer<Decoded>["end"] {
  return { ...decoded, ...end };
}

function formCall({ form, ...call }: ReturnType<MediaDialect["encodeTranscription"]>) {
  return { ...call, body: form };
}

/** A transcript comes as JSON, or as the text of one of its formats. */
async function readText(answer: WireAnswer): Promise<unknown> {
  const type = String(answer.headers["content-type"] ?? "");
  return /\bjson\b/i.test(type) ? answer.json() : (await answer.bytes()).toString("utf8");
}

function soundOf(body: unknown, answer: WireAnswer): { audio: Uint8Array; contentType: string } {
  const contentType = String(answer.headers["content-type"] ?? "application/octet-stream");
  if (!(body instanceof Uint8Array) || body.length === 0 || /\bjson\b|^text\//i.test(contentType)) {
    const message = `expected sound, got ${contentType}; check the model and the base URL`;
    throw new CallError("malformed_answer", message, { fault: "target", retryable: true });
  }
  return { audio: body, contentType };
}
