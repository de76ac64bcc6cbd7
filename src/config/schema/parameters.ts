import { z } from "zod";
import type { JsonValue } from "../../util/json.ts";
import { count, flag, integer, listOf, numberFrom, oneOf, text } from "./scalar.ts";

const RESPONSE_FORMATS = ["text", "json_object", "json_schema"] as const;

/** How hard a model may be told to think. */
export const REASONING_EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;

// YAML holds nothing else, and looking at each part would tell nobody anything.
const anything = () => z.unknown() as z.ZodType<JsonValue>;

const responseFormat = z
  .strictObject(
    { type: oneOf(RESPONSE_FORMATS).optional().describe("What kind of answer.") },
    { error: "an object, such as { type: json_object }" },
  )
  .catchall(anything())
  .meta({ id: "response_format", examples: [{ type: "json_object" }] });

/** Request parameters; null takes one away that a wider part of the config sets. */
export const parameters = z
  .strictObject(
    {
      temperature: numberFrom(0, 2).nullish().describe("How freely words are chosen; 0 is the most predictable."),
      top_p: numberFrom(0, 1)
        .nullish()
        .describe("Only the likeliest words with this share of probability are drawn from."),
      top_k: count(1).nullish().describe("Only this many of the likeliest words are drawn from."),
      max_tokens: count(1).nullish().describe("The most tokens an answer may have."),
      stop: z
        .union([text(), listOf(text())], { error: "text, or a list of texts" })
        .nullish()
        .describe("Text at which an answer ends, or a list of such."),
      seed: integer().nullish().describe("Asks for the same answer to the same request."),
      presence_penalty: numberFrom(-2, 2).nullish().describe("Above 0, words that were used are used less."),
      frequency_penalty: numberFrom(-2, 2)
        .nullish()
        .describe("Above 0, words are used less the oftener they were used."),
      response_format: responseFormat.nullish().describe("The form of the answer, as in OpenAI's API."),
      reasoning_effort: oneOf(REASONING_EFFORTS).nullish().describe("How long a reasoning model may think."),
      parallel_tool_calls: flag().nullish().describe("Whether several tools may be called in one answer."),
      extra: z
        .record(z.string(), anything(), { error: "parameters by name" })
        .optional()
        .describe("Parameters of one provider, passed on as they are."),
    },
    { error: "parameters by name, such as { temperature: 0.7 }" },
  )
  .meta({
    id: "parameters",
    description:
      "Request parameters under their names in OpenAI's API, translated for other dialects. " +
      "null takes away what a wider part of the config sets.",
    examples: [{ temperature: 0.7, max_tokens: 4096 }],
  });
