import { invalidRequest } from "../../dialect/invalid-request.ts";
import type { ModerationPart, ModerationRequest, ModerationResult } from "../../moderation.ts";
import { isRecord, own } from "../../util/record.ts";
import { callOptions } from "../call-options.ts";
import type { Exchange } from "../exchange.ts";
import { readJson } from "../read-body.ts";
import { replyHeaders } from "../reply-headers.ts";
import { readFields } from "./read-fields.ts";

/** Asked where a request names no model, as OpenAI does. */
const USUAL_MODEL = "omni-moderation-latest";

/** What is harmful in texts and images (https://platform.openai.com/docs/api-reference/moderations/create). */
export async function moderate(exchange: Exchange): Promise<void> {
  const body = await readJson(exchange);
  const named = isRecord(body) ? { ...body, model: own(body, "model") ?? USUAL_MODEL } : body;
  const { model, extra } = readFields(named, {}, ["input"]);
  const request: ModerationRequest = { input: readInput(own(body, "input")), ...extra };
  const reply = await exchange.parts.router.moderate(model, request, callOptions(exchange));
  const { usage } = reply;
  const told = usage && { usage: { prompt_tokens: usage.totalInput, total_tokens: usage.totalInput } };
  const results = reply.results.map(encodeResult);
  exchange.json(200, { id: `modr-${exchange.id}`, model, results, ...told }, replyHeaders(reply));
}

/** What nobody knows is `null`, never `false`. */
function encodeResult({ flagged, categories, scores, inputTypes }: ModerationResult) {
  return {
    flagged: flagged ?? null,
    categories,
    ...(inputTypes !== undefined && { category_applied_input_types: inputTypes }),
    category_scores: scores,
  };
}

function readInput(input: unknown): ModerationRequest["input"] {
  if (typeof input === "string" && input !== "") return input;
  if (!Array.isArray(input) || input.length === 0) throw invalidRequest("input", "expected a text, or a list");
  if (input.every((text) => typeof text === "string")) return input;
  return input.map(readPart);
}

function readPart(part: unknown, place: number): ModerationPart {
  const type = own(part, "type");
  const value = type === "text" ? own(part, "text") : type === "image_url" ? own(own(part, type), "url") : undefined;
  if (typeof value === "string") return part as ModerationPart; // what it needs was looked at
  throw invalidRequest(`input[${place}]`, "expected texts alone, or parts of the types text and image_url");
}
