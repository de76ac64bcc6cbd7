import type { ChatRequest } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import type { Writable } from "../../util/writable.ts";
import { fromOpenApi } from "./openapi-schema.ts";
import { protoFields } from "./proto-json.ts";
import { effortOf } from "./thinking.ts";

type Asked = Partial<Writable<ChatRequest>>;

const NUMBERS = [
  ["temperature", "temperature"],
  ["topP", "top_p"],
  ["topK", "top_k"],
  ["seed", "seed"],
  ["presencePenalty", "presence_penalty"],
  ["frequencyPenalty", "frequency_penalty"],
  ["candidateCount", "n"],
  ["maxOutputTokens", "max_tokens"],
  ["logprobs", "top_logprobs"],
] as const;

/** `generationConfig` in our words, and what of it has none, for `extra`. */
export function decodeConfig(generationConfig: unknown): { asked: Asked; others: UnknownRecord } {
  const others = protoFields(generationConfig);
  const asked: Asked = {};
  for (const [theirs, ours] of NUMBERS) {
    if (typeof others[theirs] !== "number") continue;
    asked[ours] = others[theirs];
    delete others[theirs];
  }
  const { stopSequences, responseLogprobs, responseModalities } = others;
  if (isTexts(stopSequences)) {
    asked.stop = stopSequences;
    delete others.stopSequences;
  }
  if (responseLogprobs === true) {
    asked.logprobs = true;
    delete others.responseLogprobs;
  }
  if (isTexts(responseModalities) && responseModalities.every((name) => name === name.toUpperCase())) {
    asked.modalities = responseModalities.map((name) => name.toLowerCase());
    delete others.responseModalities;
  }
  const effort = effortOf(protoFields(others.thinkingConfig));
  // The budget itself stays beside the effort, which only comes near it.
  if (effort !== undefined) asked.reasoning_effort = effort;
  const format = takeFormat(others);
  if (format !== undefined) asked.response_format = format;
  return { asked, others };
}

function takeFormat(others: UnknownRecord): ChatRequest["response_format"] {
  if (others.responseMimeType !== "application/json") return undefined;
  delete others.responseMimeType;
  const { responseJsonSchema, responseSchema } = others;
  if (isRecord(responseJsonSchema)) {
    delete others.responseJsonSchema;
    return namedSchema(responseJsonSchema as Record<string, JsonValue>);
  }
  // Stays as it came too, and then wins.
  return isRecord(responseSchema) ? namedSchema(fromOpenApi(responseSchema)) : { type: "json_object" };
}

function namedSchema(schema: Record<string, JsonValue>): NonNullable<ChatRequest["response_format"]> {
  const { title } = schema;
  const name = typeof title === "string" ? title.replace(/[^\w-]/g, "_").slice(0, 64) : "";
  return { type: "json_schema", json_schema: { name: name === "" ? "response" : name, schema } };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
}
