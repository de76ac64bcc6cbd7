import { invalidRequest } from "../../dialect/invalid-request.ts";
import type { EmbedRequest } from "../../embedding.ts";
import { own } from "../../util/record.ts";
import { callOptions } from "../call-options.ts";
import type { Exchange } from "../exchange.ts";
import { readJson } from "../read-body.ts";
import { replyHeaders } from "../reply-headers.ts";
import { readFields } from "./read-fields.ts";

/** Vectors of texts (https://platform.openai.com/docs/api-reference/embeddings/create). */
export async function embed(exchange: Exchange): Promise<void> {
  const body = await readJson(exchange);
  const kinds = { dimensions: "number", user: "string" } as const;
  const { model, fields, extra } = readFields(body, kinds, ["input", "encoding_format"]);
  const format = own(body, "encoding_format") ?? "float";
  if (format !== "float" && format !== "base64") throw invalidRequest("encoding_format", "expected float or base64");
  const request: EmbedRequest = { input: readInput(own(body, "input")), ...fields, ...extra };
  const reply = await exchange.parts.router.embed(model, request, callOptions(exchange));
  const tokens = reply.usage?.totalInput ?? 0;
  const data = reply.embeddings.map((vector, index) => ({
    object: "embedding",
    index,
    embedding: format === "base64" ? inBase64(vector) : vector,
  }));
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  exchange.json(200, { object: "list", data, model, usage }, replyHeaders(reply));
}

function readInput(input: unknown): string | readonly string[] {
  if (typeof input === "string" && input !== "") return input;
  if (Array.isArray(input) && input.length > 0 && input.every((text) => typeof text === "string")) return input;
  const expected = "expected a text or a list of texts; tokens mean something to one tokenizer only, so send the text";
  throw invalidRequest("input", expected);
}

/** 32-bit floats, little-endian, as OpenAI's clients ask for them by default. */
function inBase64(vector: readonly number[]): string {
  const bytes = Buffer.allocUnsafe(vector.length * 4);
  for (let at = 0; at < vector.length; at += 1) bytes.writeFloatLE(vector[at] ?? 0, at * 4);
  return bytes.toString("base64");
}
