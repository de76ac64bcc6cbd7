import type { ImageRequest } from "../../media.ts";
import { callOptions } from "../call-options.ts";
import type { Exchange } from "../exchange.ts";
import { readJson } from "../read-body.ts";
import { replyHeaders } from "../reply-headers.ts";
import { readFields, requireText } from "./read-fields.ts";

const KINDS = {
  prompt: "string",
  n: "number",
  size: "string",
  quality: "string",
  response_format: "string",
  background: "string",
  output_format: "string",
  user: "string",
} as const;

/** Images from a text (https://platform.openai.com/docs/api-reference/images/create). */
export async function generateImage(exchange: Exchange): Promise<void> {
  const { model, fields, extra } = readFields(await readJson(exchange), KINDS);
  const request: ImageRequest = { prompt: requireText(fields, "prompt"), ...fields, ...extra };
  const reply = await exchange.parts.router.generateImage(model, request, callOptions(exchange));
  const { usage } = reply;
  const body = {
    created: Math.floor(exchange.parts.clock.now() / 1_000),
    data: reply.images.map(({ url, base64, revisedPrompt }) => ({
      ...(url !== undefined && { url }),
      ...(base64 !== undefined && { b64_json: base64 }),
      ...(revisedPrompt !== undefined && { revised_prompt: revisedPrompt }),
    })),
    ...(usage !== undefined && {
      usage: {
        input_tokens: usage.totalInput,
        output_tokens: usage.totalOutput,
        total_tokens: usage.totalInput + usage.totalOutput,
      },
    }),
  };
  exchange.json(200, body, replyHeaders(reply));
}
