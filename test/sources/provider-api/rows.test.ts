import { describe, expect, it } from "vitest";
import { findProvider } from "../../../src/builtins/providers.ts";
import { ROW_READERS } from "../../../src/sources/provider-api/row-readers.ts";
import { toModels } from "../../../src/sources/provider-api/to-models.ts";

/** What a provider's rows say, through its own reader. */
function read(name: string, ...rows: readonly unknown[]) {
  const provider = findProvider(name);
  if (provider?.models === undefined) throw new Error(`${name} lists nothing`);
  return toModels(provider, rows.flatMap(ROW_READERS[provider.models.rows]));
}

describe("a row of a provider's list", () => {
  it.each([
    ["openai", { id: "ft:gpt-4o-mini-2024-07-18:acme::AbC1" }, "openai/ft:gpt-4o-mini-2024-07-18:acme::AbC1"],
    ["openai", { id: "gpt-4o-2024-08-06" }, "openai/gpt-4o-2024-08-06"],
    ["mistral", { id: "ft:open-mistral-7b:1:2026" }, "mistral/ft:open-mistral-7b:1:2026"],
    ["google", { name: "tunedModels/mine" }, "google/tunedModels/mine"],
    ["together", { id: "me/Llama-3-8b-ft" }, "together/me/Llama-3-8b-ft"],
    ["llama-cpp", { id: "My Model.gguf" }, "llama-cpp/My-Model.gguf"],
  ])("of %s keeps snapshots, fine-tuned models and odd names: %j", (provider, row, id) => {
    expect(read(provider, row).map((model) => model.id)).toEqual([id]);
  });

  it.each([
    ["groq", { id: "a", active: false }, { status: "retired" }],
    ["groq", { id: "a", active: true }, undefined],
    ["cohere", { name: "a", is_deprecated: true }, { status: "deprecated" }],
    ["mistral", { id: "a", archived: true }, { status: "retired" }],
    ["mistral", { id: "a", deprecation: "soon" }, undefined],
    ["mistral", { id: "a", deprecation_replacement_model: "b" }, undefined],
    ["azure", { id: "a", lifecycle_status: "deprecating" }, { status: "deprecated" }],
    ["azure", { id: "a", lifecycle_status: "new word", deprecation: { inference: 0 } }, undefined],
  ])("of %s says how far a model is in its life: %j", (provider, row, lifecycle) => {
    expect(read(provider, row)[0]?.lifecycle).toEqual(lifecycle);
  });

  it.each([
    ["openai", { id: "a", created: "yesterday", owned_by: 7 }],
    ["anthropic", { id: "a", max_tokens: -1, max_input_tokens: 0, capabilities: { batch: true, thinking: null } }],
    ["google", { name: "models/a", inputTokenLimit: 1.5, version: 2, thinking: "yes" }],
    ["groq", { id: "a", pricing: { prompt: "-1", completion: 0.5, request: "free" }, context_window: null }],
    ["xai", { id: "a", prompt_text_token_price: "12500", long_context_threshold: 200_000 }],
    ["together", { id: "a", pricing: { input: 0, output: 0 }, type: "something new" }],
    ["cohere", { name: "a", context_length: 0, features: [] }],
  ])("of %s leaves unknown what is missing, 0 or of another kind: %j", (provider, row) => {
    const [model] = read(provider, row);
    const { id, provider: _provider, isLocal, connectorMetadata: _metadata, ...facts } = model ?? { id: "" };
    expect([id, isLocal]).toEqual([`${provider}/a`, false]);
    expect(facts).toEqual({});
  });

  it("of Hugging Face counts only live hosts, and holds only what they agree on", () => {
    const host = (provider: string, facts: object) => ({ provider, status: "live", ...facts });
    const models = read("huggingface", {
      id: "org/m",
      providers: [
        host("one", { context_length: 8_000, pricing: { input: 1, output: 2 }, supports_tools: true }),
        host("two", { context_length: 8_000, pricing: { input: 1, output: 3 }, supports_tools: false }),
        host("free", { context_length: 8_000, is_free: true }),
        { provider: "down", status: "error", context_length: 4 },
        null,
        { status: "live" },
      ],
    });
    expect(models.map(({ id, contextWindow, pricing }) => [id, contextWindow, pricing])).toEqual([
      ["huggingface/org/m", 8_000, undefined],
      ["huggingface/org/m:one", 8_000, { input: 1, output: 2 }],
      ["huggingface/org/m:two", 8_000, { input: 1, output: 3 }],
      ["huggingface/org/m:free", 8_000, { input: 0, output: 0 }],
    ]);
    expect(models[0]).not.toHaveProperty("capabilities");
  });

  it("listed twice is one model, and an alias is none that is listed itself", () => {
    const models = read(
      "xai",
      { id: "grok", aliases: ["grok-latest", "grok-old", "grok", "two words"], context_length: 10 },
      { id: "grok-old" },
      { id: "grok", context_length: 20, aliases: ["grok-latest"] },
    );
    expect(models.map(({ id, aliases, contextWindow }) => [id, aliases, contextWindow])).toEqual([
      ["xai/grok", ["xai/grok-latest"], undefined],
      ["xai/grok-old", undefined, undefined],
    ]);
  });
});
