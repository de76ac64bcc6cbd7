import type { SpeechRequest } from "../../media.ts";
import { callOptions } from "../call-options.ts";
import type { Exchange } from "../exchange.ts";
import { readJson } from "../read-body.ts";
import { replyHeaders } from "../reply-headers.ts";
import { readFields, requireText } from "./read-fields.ts";

const KINDS = {
  input: "string",
  voice: "string",
  instructions: "string",
  response_format: "string",
  speed: "number",
} as const;

/** A text as sound (https://platform.openai.com/docs/api-reference/audio/createSpeech). */
export async function speak(exchange: Exchange): Promise<void> {
  const { model, fields, extra } = readFields(await readJson(exchange), KINDS);
  const input = requireText(fields, "input");
  const request: SpeechRequest = { input, voice: requireText(fields, "voice"), ...fields, ...extra };
  const reply = await exchange.parts.router.speak(model, request, callOptions(exchange));
  // What a provider calls its answer is believed only where it is sound.
  const isSound = /^audio\/[\w.+-]{1,64}(?:; ?[\w=.-]{1,64})*$/.test(reply.contentType);
  exchange.send(200, isSound ? reply.contentType : "application/octet-stream", reply.audio, replyHeaders(reply));
}
