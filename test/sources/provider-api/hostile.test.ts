import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { providers } from "../../../src/builtins/providers.ts";
import { parseFacts, parseId } from "../../../src/model.ts";
import { ROW_READERS } from "../../../src/sources/provider-api/row-readers.ts";
import { toModels } from "../../../src/sources/provider-api/to-models.ts";

/** The fields any provider's rows have, so that made-up rows reach every reader. */
const FIELDS = [
  "id name display_name displayName description version type object owned_by organization arch aliases root parent",
  "created created_at context_length context_window max_model_len max_context_length inputTokenLimit outputTokenLimit",
  "max_tokens max_input_tokens max_completion_tokens endpoints features capabilities pricing providers architecture",
  "input_modalities output_modalities supported_features lifecycle_status deprecation meta active thinking",
  "prompt_text_token_price completion_text_token_price image_price long_context_threshold supportedGenerationMethods",
  "deprecation_replacement_model prompt_text_token_price_long_context",
].flatMap((line) => line.split(" "));

const anyRow = fc.dictionary(fc.constantFrom(...FIELDS), fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true });
const readers = Object.entries(ROW_READERS);
const provider = providers.get("openai");
if (provider === undefined) throw new Error("no provider to test with");

describe.each(readers)("rows of %s", (_name, read) => {
  it("never throw, and are valid but for their id, whatever they hold", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyRow, fc.jsonValue()), { maxLength: 4 }), (rows) => {
        for (const model of toModels(provider, rows.flatMap(read))) {
          expect(() => parseFacts(model, "a row")).not.toThrow();
        }
      }),
      { numRuns: 150 },
    );
  });

  it("with terminal escapes, megabytes and __proto__ neither pollute nor swell", () => {
    const long = "x".repeat(1_000_000);
    const text = `{"id":"a","name":"a","__proto__":{"polluted":true},"owned_by":"${long}","description":"${long}","type":"${long}","display_name":"${long}","displayName":"${long}","aliases":["${long}","\\u001b[31m","ok"],"features":["${long}"]}`;
    const [model] = toModels(provider, read(JSON.parse(text)));
    expect(parseId(model?.id)).toBe("openai/a");
    expect(JSON.stringify(model).length).toBeLessThan(25_000);
    expect({}).not.toHaveProperty("polluted");
    expect(model).not.toHaveProperty("polluted");
    expect((model?.aliases ?? []).filter((alias) => alias !== "openai/ok")).toEqual([]);
  });
});
