import fc from "fast-check";
import { expect, test } from "vitest";
import { CallError } from "../../../src/call-error.ts";
import { openai } from "../../../src/dialects/openai.ts";
import { contextFor } from "./support/recordings.ts";

const KEYS = [
  "choices",
  "index",
  "message",
  "delta",
  "content",
  "type",
  "text",
  "thinking",
  "tool_calls",
  "function",
  "name",
  "arguments",
  "id",
  "model",
  "usage",
  "prompt_tokens",
  "completion_tokens",
  "total_tokens",
  "prompt_tokens_details",
  "cached_tokens",
  "completion_tokens_details",
  "reasoning_tokens",
  "finish_reason",
  "reasoning",
  "reasoning_content",
  "reasoning_details",
  "error",
  "x_groq",
  "logprobs",
  "audio",
  "annotations",
  "cost",
  "data",
  "embedding",
  "url",
  "messages",
  "role",
  "tools",
  "stop",
  "tool_call_id",
  "image_url",
  "extra_content",
  "google",
  "__proto__",
  "refusal",
] as const;

const WORDS = [
  "assistant",
  "user",
  "tool",
  "text",
  "image_url",
  "function",
  "thinking",
  "stop",
  "reasoning.text",
  "{}",
  "",
];

/** Answers as no service would send them: the words of the dialect in every wrong place and type. */
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    fc.constantFrom(null, true, 0, -1, 1.5, 1e300, ...WORDS),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie("value"), { maxKeys: 6 }),
  ),
}));

test.each(["openai", "mistral", "openrouter", "xai", "perplexity", "my-own"])(
  "whatever comes from %s, or is asked of it, is read or refused, and never a mistake of ours",
  (provider) => {
    const context = contextFor(provider, true);
    const attempts: ((value: unknown) => unknown)[] = [
      (value) => openai.decodeReply(value, context),
      (value) => openai.decodeReply({ choices: [{ message: value }], usage: value }, context),
      (value) => {
        const decoder = openai.createStreamDecoder(context);
        for (const body of [value, { choices: [value] }, { choices: [{ delta: value }], usage: value }]) {
          for (let chunk = decoder.push({ data: JSON.stringify(body) }); chunk !== undefined; chunk = decoder.more?.());
        }
        return decoder.finish();
      },
      (value) => openai.decodeError(value, 400),
      (value) => openai.embedding.decode(value, context),
      (value) => openai.media.decodeImage(value, context),
      (value) => openai.media.decodeTranscription(value, context),
      (value) => {
        const { request } = openai.decodeRequest({
          messages: [{ role: "assistant", content: "", ...Object(value) }],
          tools: value,
        });
        return openai.encodeRequest(request, context);
      },
      (value) => openai.encodeRequest(openai.decodeRequest(value).request, context),
    ];
    fc.assert(
      fc.property(anything, (value) => {
        for (const attempt of attempts) {
          try {
            attempt(value);
          } catch (error) {
            expect(error).toBeInstanceOf(CallError);
          }
        }
      }),
      { numRuns: 1_500 },
    );
  },
);
