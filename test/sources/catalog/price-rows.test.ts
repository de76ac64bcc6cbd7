import { type Provider, waitForUpdate } from "@pydantic/genai-prices";
import { describe, expect, it } from "vitest";
import { NATIVE_IDS, NOT_MODELS } from "../../../src/sources/catalog/native-ids.ts";
import { priceRows, reasonToLeaveOut } from "../../../src/sources/catalog/price-rows.ts";

const TODAY = "2026-11-21";
const providers = (await waitForUpdate()) ?? [];

function aProvider(id: string, ...models: Partial<Provider["models"][number]>[]): Provider {
  const complete = models.map((model) => ({ id: "m", match: { equals: "m" }, prices: { input_mtok: 1 }, ...model }));
  return { id, name: id, api_pattern: "", models: complete };
}

function rowsOf(...list: Provider[]) {
  return priceRows(list, TODAY, (row, reason) => expect.unreachable(`${row}: ${reason}`));
}

describe("priceRows", () => {
  it("declares other spellings of the name as aliases, and never a name that is only a beginning, a part or a pattern", () => {
    const match = {
      or: [
        { equals: "gpt-5.2" },
        { equals: "GPT-5-2" },
        { starts_with: "gpt-5" },
        { contains: "5.2" },
        { regex: "^gpt" },
        { ends_with: "2" },
      ],
    };
    const rows = rowsOf(aProvider("openai", { id: "gpt-5.2", match }));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ id: "openai/gpt-5.2", facts: { aliases: ["openai/GPT-5-2"] } });
  });

  it("makes other exact names models of their own, which share the price and nothing else", () => {
    const match = { or: [{ equals: "gpt-5.2-chat" }, { equals: "gpt-5-2-chat" }, { equals: "gpt-5.2-2025-12-11" }] };
    const [main, chat, snapshot] = rowsOf(
      aProvider("openai", { id: "gpt-5.2", name: "GPT 5.2", context_window: 9, match }),
    );
    expect(main).toMatchObject({ id: "openai/gpt-5.2", facts: { aliases: [] } });
    expect(chat).toEqual({
      id: "openai/gpt-5.2-chat",
      pricedAs: "openai/gpt-5.2",
      isSnapshot: false,
      facts: {
        provider: "openai",
        pricing: main?.facts.pricing,
        aliases: ["openai/gpt-5-2-chat"],
        connectorMetadata: { openai: { id: "gpt-5.2-chat" } },
      },
    });
    expect(snapshot).toMatchObject({ id: "openai/gpt-5.2-2025-12-11", pricedAs: "openai/gpt-5.2", isSnapshot: true });
  });

  it("takes no alias from clauses that must hold together", () => {
    const match = { and: [{ equals: "b" }, { regex: "x" }] };
    expect(rowsOf(aProvider("openai", { id: "a", match }))[0]?.facts.aliases).toEqual([]);
  });

  it("writes providers by our names", () => {
    const rows = rowsOf(
      aProvider("aws", {}),
      aProvider("x-ai", {}),
      aProvider("huggingface_together", { id: "org/m" }),
    );
    expect(rows.map(({ id, facts }) => [id, facts.provider, facts.connectorMetadata])).toEqual([
      ["bedrock/m", "bedrock", { bedrock: { id: "m" } }],
      ["xai/m", "xai", { xai: { id: "m" } }],
      ["huggingface/org/m:together", "huggingface", { huggingface: { id: "org/m:together" } }],
    ]);
  });

  it("names a Fireworks model by its resource name, and keeps the short label as an alias", () => {
    const match = {
      or: [{ equals: "accounts/fireworks/models/glm-5" }, { equals: "accounts/fireworks/models/glm-5-us" }],
    };
    expect(rowsOf(aProvider("fireworks", { id: "glm-5", match }))[0]).toMatchObject({
      id: "fireworks/accounts/fireworks/models/glm-5",
      facts: { aliases: ["fireworks/glm-5"] },
    });
  });

  it("gives a regional Bedrock model the inference profiles of the regions its row names", () => {
    const match = {
      or: [{ contains: "us.anthropic.claude-x" }, { contains: "eu.anthropic.claude-x" }, { contains: "claude" }],
    };
    const [row] = rowsOf(aProvider("aws", { id: "regional.anthropic.claude-x-v1:0", match }));
    expect(row?.id).toBe("bedrock/anthropic.claude-x-v1:0");
    expect(row?.facts.aliases).toContain("bedrock/us.anthropic.claude-x-v1:0");
    expect(row?.facts.aliases).toContain("bedrock/eu.anthropic.claude-x-v1:0");
  });

  it("reports a model whose prices it cannot read, and keeps the others", () => {
    const skipped: string[] = [];
    const broken = { id: "broken", match: { equals: "broken" }, prices: { requests_kcount: -1 } };
    const rows = priceRows(
      [aProvider("openai", broken, { id: "fine", match: { equals: "fine" } })],
      TODAY,
      (row, why) => skipped.push(`${row}: ${why}`),
    );
    expect(rows.map(({ id }) => id)).toEqual(["openai/fine"]);
    expect(skipped).toEqual(["openai/broken: its prices cannot be read: requests_kcount: -1 is no price"]);
  });

  it("reads every row of the installed genai-prices that it does not leave out", () => {
    const left = providers.flatMap(({ id, models }) =>
      models.filter((model) => reasonToLeaveOut(id, model) !== undefined),
    );
    const total = providers.reduce((sum, { models }) => sum + models.length, 0);
    expect(rowsOf(...providers).filter(({ pricedAs }) => pricedAs === undefined)).toHaveLength(total - left.length);
  });

  it("gives every row of the installed genai-prices an id of its own", () => {
    const ids = rowsOf(...providers).map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it("leaves out, apart from OpenRouter's and deprecated rows, exactly these", () => {
    const left = providers.flatMap(({ id, models }) =>
      models.flatMap((model) => {
        const reason = reasonToLeaveOut(id, model);
        return reason === undefined || id === "openrouter" || model.deprecated ? [] : [`${id}/${model.id}: ${reason}`];
      }),
    );
    expect(left).toMatchInlineSnapshot(`
      [
        "anthropic/claude-2: retired, or a family of retired models",
        "anthropic/claude-3-5-haiku-latest: retired, or a family of retired models",
        "anthropic/claude-3-5-sonnet: retired, or a family of retired models",
        "anthropic/claude-3-7-sonnet-latest: retired, or a family of retired models",
        "anthropic/claude-3-haiku: retired, or a family of retired models",
        "anthropic/claude-3-opus-latest: retired, or a family of retired models",
        "anthropic/claude-3-sonnet: retired, or a family of retired models",
        "anthropic/claude-opus-4-0: retired, or a family of retired models",
        "anthropic/claude-sonnet-4-0: retired, or a family of retired models",
        "anthropic/claude-v1: retired, or a family of retired models",
        "azure/ada: retired, or a family of retired models",
        "azure/babbage: retired, or a family of retired models",
        "azure/curie: retired, or a family of retired models",
        "azure/davinci: retired, or a family of retired models",
        "azure/mai-ds-r1:free: a variant OpenRouter offers, not the provider",
        "azure/phi-4-reasoning-plus:free: a variant OpenRouter offers, not the provider",
        "azure/phi-4-reasoning:free: a variant OpenRouter offers, not the provider",
        "deepseek/deepseek-v3.1-terminus: OpenRouter's name, which the provider's own API does not take",
        "deepseek/deepseek-v3.2: OpenRouter's name, which the provider's own API does not take",
        "deepseek/deepseek-v3.2-exp: OpenRouter's name, which the provider's own API does not take",
        "google/claude-3-5-haiku: sold by Vertex AI, not by the Gemini API",
        "google/claude-3-5-sonnet: sold by Vertex AI, not by the Gemini API",
        "google/claude-3-7-sonnet: sold by Vertex AI, not by the Gemini API",
        "google/claude-3-haiku: sold by Vertex AI, not by the Gemini API",
        "google/claude-3-opus: sold by Vertex AI, not by the Gemini API",
        "google/claude-4-opus: sold by Vertex AI, not by the Gemini API",
        "google/claude-4-sonnet: sold by Vertex AI, not by the Gemini API",
        "google/claude-fable-5: sold by Vertex AI, not by the Gemini API",
        "google/claude-fable-5-1: sold by Vertex AI, not by the Gemini API",
        "google/claude-opus-4-6: sold by Vertex AI, not by the Gemini API",
        "google/claude-opus-4-7: sold by Vertex AI, not by the Gemini API",
        "google/claude-opus-4-8: sold by Vertex AI, not by the Gemini API",
        "google/claude-opus-5: sold by Vertex AI, not by the Gemini API",
        "google/claude-opus-5-5: sold by Vertex AI, not by the Gemini API",
        "google/claude-sonnet-4-5: sold by Vertex AI, not by the Gemini API",
        "google/claude-sonnet-4-6: sold by Vertex AI, not by the Gemini API",
        "google/gemini-1.0-pro-vision-001: retired, or a family of retired models",
        "google/gemini-1.5-flash: retired, or a family of retired models",
        "google/gemini-1.5-pro: retired, or a family of retired models",
        "google/gemini-flash-1.5: OpenRouter's name, which the provider's own API does not take",
        "google/gemini-flash-1.5-8b: OpenRouter's name, which the provider's own API does not take",
        "google/gemini-pro: retired, or a family of retired models",
        "google/gemini-pro-1.5: OpenRouter's name, which the provider's own API does not take",
        "google/gemma-3: a family of models",
        "google/gemma-3n: a family of models",
        "google/gemma-4-26b-a4b-it-maas: sold by Vertex AI, not by the Gemini API",
        "mistral/devstral-small:free: a variant OpenRouter offers, not the provider",
        "mistral/mistral-nemo:free: a variant OpenRouter offers, not the provider",
        "mistral/mistral-small-24b-instruct-2501: OpenRouter's name, which the provider's own API does not take",
        "mistral/mistral-small-24b-instruct-2501:free: a variant OpenRouter offers, not the provider",
        "mistral/mistral-small-3.1-24b-instruct: OpenRouter's name, which the provider's own API does not take",
        "mistral/mistral-small-3.2-24b-instruct: OpenRouter's name, which the provider's own API does not take",
        "mistral/mixtral-8x22b-instruct: OpenRouter's name, which the provider's own API does not take",
        "openai/ada: retired, or a family of retired models",
        "openai/babbage: retired, or a family of retired models",
        "openai/curie: retired, or a family of retired models",
        "openai/davinci: retired, or a family of retired models",
        "openai/ft:gpt-3.5-turbo-: the beginning of a fine-tuned model's name",
        "openai/ft:gpt-4o: the beginning of a fine-tuned model's name",
        "openai/ft:gpt-4o-mini: the beginning of a fine-tuned model's name",
        "openai/gpt-3.5-0301: retired, or a family of retired models",
        "openai/gpt-3.5-turbo-0613: retired, or a family of retired models",
        "openai/gpt-4-32k: retired, or a family of retired models",
        "openai/gpt-4-vision-preview: retired, or a family of retired models",
        "openai/gpt-4.5-preview: retired, or a family of retired models",
        "openai/gpt-4o-mini-2024-07-18.ft-: the beginning of a fine-tuned model's name",
        "openai/gpt-4o:extended: a variant OpenRouter offers, not the provider",
        "openai/gpt-5-image: OpenRouter's name, which the provider's own API does not take",
        "openai/gpt-5-image-mini: OpenRouter's name, which the provider's own API does not take",
        "openai/gpt-5.4-image-2: OpenRouter's name, which the provider's own API does not take",
        "openai/gpt-chat-latest: OpenRouter's name, which the provider's own API does not take",
        "openai/gpt-oss-120b: open weights, which OpenAI does not serve",
        "openai/gpt-oss-20b: open weights, which OpenAI does not serve",
        "openai/gpt-oss-safeguard-20b: open weights, which OpenAI does not serve",
        "openai/text-davinci-002: retired, or a family of retired models",
        "openai/text-davinci-003: retired, or a family of retired models",
      ]
    `);
  });

  it("names in its tables only rows that are there", () => {
    const labels = new Set(providers.flatMap(({ id, models }) => models.map((model) => `${id}/${model.id}`)));
    expect([...NATIVE_IDS.keys(), ...NOT_MODELS.keys()].filter((label) => !labels.has(label))).toEqual([]);
  });
});
