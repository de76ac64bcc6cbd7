import { invalidRequest } from "../../dialect/invalid-request.ts";
import type { TranscriptionReply, TranscriptionRequest } from "../../media.ts";
import type { UnknownRecord } from "../../util/record.ts";
import { callOptions } from "../call-options.ts";
import type { Exchange } from "../exchange.ts";
import { readBody } from "../read-body.ts";
import { Refusal } from "../refusal.ts";
import { replyHeaders } from "../reply-headers.ts";
import { readFields } from "./read-fields.ts";

const KINDS = { language: "string", prompt: "string", temperature: "number", response_format: "string" } as const;
const GRANULARITIES = "timestamp_granularities[]";
const PLAIN = new Set<unknown>(["text", "srt", "vtt"]);
const FORMATS = new Set<unknown>([...PLAIN, "json", "verbose_json", undefined]);

/** A recording as text (https://platform.openai.com/docs/api-reference/audio/createTranscription). */
export async function transcribe(exchange: Exchange): Promise<void> {
  const form = await readForm(exchange);
  const file = form.get("file");
  if (!(file instanceof Blob)) throw invalidRequest("file", "expected a recording");
  if (form.get("stream") === "true") throw invalidRequest("stream", "a transcript comes whole here; leave it out");
  const { model, fields, extra } = readFields(plainFields(form), KINDS, ["stream"]);
  const format = fields.response_format;
  if (!FORMATS.has(format))
    throw invalidRequest("response_format", `expected ${[...FORMATS].filter(Boolean).join(", ")}`);
  const granularities = form.getAll(GRANULARITIES);
  const request = {
    ...fields,
    ...extra,
    file,
    filename: file.name || "audio",
    ...(granularities.length > 0 && { timestamp_granularities: granularities }),
  } as TranscriptionRequest; // each field was looked at above
  const reply = await exchange.parts.router.transcribe(model, request, callOptions(exchange));
  if (PLAIN.has(format)) exchange.send(200, "text/plain; charset=utf-8", reply.text, replyHeaders(reply));
  else exchange.json(200, encodeTranscript(reply, format === "verbose_json"), replyHeaders(reply));
}

async function readForm(exchange: Exchange): Promise<FormData> {
  const type = exchange.request.headers["content-type"] ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type)) {
    throw new Refusal("unsupported_media_type", 'expected a form, with "content-type: multipart/form-data"');
  }
  const body = await readBody(exchange);
  try {
    return await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  } catch {
    throw new Refusal("invalid_request", "the body is no valid multipart form");
  }
}

/** A form's texts; numbers are written as text there. */
function plainFields(form: FormData): UnknownRecord {
  const fields: UnknownRecord = {};
  for (const [name, value] of form.entries()) {
    if (typeof value !== "string" || name === GRANULARITIES || name === "__proto__") continue;
    fields[name] = name === "temperature" ? Number(value) : value;
  }
  if (Number.isNaN(fields.temperature)) throw invalidRequest("temperature", "expected a number");
  return fields;
}

function encodeTranscript(
  { text, language, durationSeconds, segments, words }: TranscriptionReply,
  isVerbose: boolean,
) {
  if (!isVerbose) return { text };
  return {
    task: "transcribe",
    language: language ?? "",
    duration: durationSeconds ?? 0,
    text,
    ...(segments !== undefined && { segments }),
    ...(words !== undefined && { words }),
  };
}
