import { describe, expect, it } from "vitest";
import type { ModelInput } from "../../src/model.ts";
import { modelsDev, translateModelsDevRow } from "../../src/sources/models-dev.ts";
import { sourceContract } from "../../src/testing/source-kit.ts";
import { report } from "../support/a-source.ts";
import { startLoopback } from "../support/loopback.ts";
import { TinyImporter } from "../support/tiny-importer.ts";

/** A row as the file has it, written from its schema. */
const row = {
  id: "thinker-2",
  name: "Thinker 2",
  family: "thinker",
  attachment: true,
  reasoning: true,
  temperature: true,
  tool_call: true,
  structured_output: true,
  knowledge: "2025-09",
  release_date: "2026-01-15",
  last_updated: "2026-02-01",
  open_weights: false,
  modalities: { input: ["text", "image", "pdf"], output: ["text"] },
  limit: { context: 400_000, input: 272_000, output: 128_000 },
  cost: {
    input: 1.25,
    output: 10,
    reasoning: 12,
    cache_read: 0.125,
    cache_write: 1.5,
    input_audio: 3,
    output_audio: 6,
  },
  status: "beta",
};

const provider = (models: Record<string, unknown>) => ({ name: "Acme", env: ["ACME_KEY"], npm: "acme", models });

function translate(changes: Record<string, unknown>, listedAt = "acme"): ModelInput {
  const translated = translateModelsDevRow(listedAt, { ...row, ...changes });
  if ("skip" in translated) throw new Error(translated.skip);
  return translated.model;
}

const priced = (cost: unknown, id = "thinker-2") => translate({ cost, id }).pricing;

describe("translateModelsDevRow", () => {
  it("keeps everything a row says", () => {
    expect(translateModelsDevRow("acme", row)).toEqual({
      model: {
        id: "acme/thinker-2",
        provider: "acme",
        name: "Thinker 2",
        family: "thinker",
        contextWindow: 400_000,
        maxInputTokens: 272_000,
        maxOutputTokens: 128_000,
        modalities: { input: ["text", "image", "file"], output: ["text"] },
        capabilities: {
          chat: true,
          tools: true,
          reasoning: true,
          jsonSchema: true,
          vision: true,
          videoInput: false,
          pdf: true,
          audio: false,
          image: false,
          video: false,
          speech: false,
        },
        pricing: {
          input: 1.25,
          output: 10,
          reasoning: 12,
          cacheRead: 0.125,
          cacheWrite: 1.5,
          audioInput: 3,
          audioOutput: 6,
        },
        isLocal: false,
        knowledgeCutoff: "2025-09",
        releaseDate: "2026-01-15",
        openWeights: false,
        lifecycle: { status: "preview" },
        connectorMetadata: {
          acme: { id: "thinker-2" },
          "models-dev": {
            id: "acme/thinker-2",
            status: "beta",
            attachment: true,
            temperature: true,
            lastUpdated: "2026-02-01",
          },
        },
      },
    });
  });

  it("names the provider as we do, and keeps its own name as an alias", () => {
    expect(translate({ id: "anthropic.claude-x" }, "amazon-bedrock")).toMatchObject({
      id: "bedrock/anthropic.claude-x",
      provider: "bedrock",
      aliases: ["amazon-bedrock/anthropic.claude-x"],
      connectorMetadata: { bedrock: { id: "anthropic.claude-x" } },
    });
  });

  it("keeps a reseller's listing apart from the maker's model", () => {
    expect(translate({ id: "anthropic/claude-sonnet-4.5" }, "vercel")).toMatchObject({
      id: "vercel/anthropic/claude-sonnet-4.5",
      provider: "vercel",
    });
    expect(translate({ id: "anthropic/claude-sonnet-4.5" }, "openrouter")).toMatchObject({
      id: "openrouter/anthropic/claude-sonnet-4.5",
      connectorMetadata: { openrouter: { id: "anthropic/claude-sonnet-4.5" } },
    });
  });

  it.each([
    ["no cost is unknown", undefined, {}],
    ["all zeros may be a subscription, and are unknown", { input: 0, output: 0, cache_read: 0 }, {}],
    ["a zero beside a price is not charged apart, or not there", { input: 2, output: 0 }, { input: 2 }],
    ["a price beside a zero is one", { input: 2, output: 4, cache_read: 0 }, { input: 2, output: 4 }],
    ["what is no price is unknown", { input: "2", output: -1, cache_read: null, reasoning: {} }, {}],
    ["a class we do not know is kept by its name", { input: 2, citation: 3 }, { input: 2, other: { citation: 3 } }],
  ])("prices: %s", (_what, cost, pricing) => {
    expect(priced(cost)).toEqual(pricing);
  });

  it("takes a zero for a price where the name promises it, and keeps the stated cost where it does not", () => {
    expect(priced({ input: 0, output: 0 }, "acme/x:free")).toEqual({ input: 0, output: 0 });
    expect(priced({ input: 0, output: 0 }, "x-free")).toEqual({ input: 0, output: 0 });
    expect(priced({ input: 0, output: 0 }, "freedom")).toEqual({});
    expect(translate({ cost: { input: 0, output: 0 } }).connectorMetadata?.["models-dev"]?.cost).toEqual({
      input: 0,
      output: 0,
    });
  });

  it("reads tiers in the order of their thresholds, and the former tier only without them", () => {
    const long = { input: 2, output: 20 };
    const tiers = [
      { ...long, tier: { size: 512_000 } },
      { input: 1.5, output: 0, tier: { type: "context", size: 272_000 } },
      { input: 9, tier: { type: "moon", size: 1 } },
      { input: 9, tier: { size: -1 } },
      { tier: { size: 5 } },
      null,
    ];
    const base = { input: 1, output: 10 };
    expect(priced({ ...base, tiers, context_over_200k: long })).toEqual({
      ...base,
      tiers: [
        { input: 1.5, aboveTokens: 272_000 },
        { ...long, aboveTokens: 512_000 },
      ],
    });
    expect(priced({ ...base, context_over_200k: long })).toEqual({
      ...base,
      tiers: [{ ...long, aboveTokens: 200_000 }],
    });
  });

  it("takes a mode that a service tier asks for as the price of that tier, with tiers of its own", () => {
    const asking = (body: unknown, cost: unknown) => ({ cost, provider: { body } });
    const pricedBy = (modes: unknown) => translate({ cost: { input: 1 }, experimental: { modes } }).pricing;
    expect(
      pricedBy({
        fast: asking(
          { service_tier: "priority" },
          { input: 2, cache_read: 0, tiers: [{ input: 4, tier: { size: 272_000 } }] },
        ),
        slow: asking({ service_tier: "flex" }, { output: 3 }),
        quick: asking({ speed: "fast" }, { input: 6 }),
      }),
    ).toEqual({
      input: 1,
      priority: { input: 2, tiers: [{ input: 4, aboveTokens: 272_000 }] },
      flex: { output: 3 },
    });
    const empty = [7, null, { a: 7 }, { a: asking({ service_tier: "flex" }, 7) }, { a: asking(null, { input: 2 }) }];
    for (const modes of empty) expect(pricedBy(modes)).toEqual({ input: 1 });
    expect(pricedBy({ a: asking({ service_tier: "constructor" }, { input: 2 }) })).toEqual({ input: 1 });
  });

  it("says of a capability only what the row says", () => {
    const silent = translate({
      tool_call: undefined,
      reasoning: undefined,
      structured_output: null,
      modalities: undefined,
    });
    expect(silent.capabilities).toEqual({});
    // Embedding models are listed with text as their output.
    expect(translate({ tool_call: false, reasoning: false }).capabilities).not.toHaveProperty("chat");
    expect(translate({ modalities: { input: ["text"], output: ["image"] } }).capabilities).toMatchObject({
      chat: false,
      image: true,
    });
    expect(translate({ tool_call: { supported: true, parallel: false } }).capabilities).toMatchObject({
      tools: true,
      parallelTools: false,
    });
  });

  it("reads the file's statuses by their documented meaning, and a window of 0 as unknown", () => {
    expect(translate({ status: "deprecated" }).lifecycle).toEqual({ status: "retired" });
    expect(translate({ status: "alpha" }).lifecycle).toEqual({ status: "preview" });
    expect(translate({ status: undefined })).not.toHaveProperty("lifecycle");
    expect(translate({ status: "sold" })).not.toHaveProperty("lifecycle");
    expect(translate({ limit: { context: 0, input: 0, output: 0 } })).not.toHaveProperty("contextWindow");
  });

  it.each([[null], [7], ["thinker"], [{}], [{ id: "" }], [{ id: 7 }], [[]]])("skips %j with a reason", (input) => {
    expect(translateModelsDevRow("acme", input)).toEqual({ skip: "expected an object with an id" });
  });

  it("takes what has another shape than documented as unknown, and keeps the rest", () => {
    const odd = translate({
      name: 7,
      cost: [],
      limit: "large",
      modalities: { input: "text", output: [7] },
      tool_call: "yes",
      release_date: 2026,
      open_weights: "no",
      experimental: 3,
    });
    expect(odd).toMatchObject({ id: "acme/thinker-2", name: "thinker-2", pricing: {} });
    for (const field of ["contextWindow", "releaseDate", "openWeights"]) expect(odd).not.toHaveProperty(field);
  });
});

describe("modelsDev", () => {
  const models = { "thinker-2": row, "thinker-mini": { ...row, id: "thinker-mini" } };
  for (const { name, run, skip } of sourceContract({
    make: (url) => modelsDev({ url }),
    answer: () => ({ acme: provider(models) }),
    answerWithBrokenRow: () => ({ acme: provider({ ...models, broken: { name: "no id" } }) }),
    ids: ["acme/thinker-2", "acme/thinker-mini"],
  })) {
    it.skipIf(skip !== undefined)(name, run);
  }

  async function asked(json: unknown) {
    await using server = await startLoopback({ "/api.json": { json } });
    const importer = new TinyImporter();
    return {
      url: server.url,
      ...(await report(modelsDev({ url: server.url }), {}, importer)),
      ids: [...(importer.models.get("models-dev")?.keys() ?? [])],
    };
  }

  it.each([[[]], [{}], [{ error: "moved" }], [null], [{ acme: { models: [] } }]])(
    "says what it expected when the answer is %j",
    async (json) => {
      const { url, status, error } = await asked(json);
      expect(status).toBe("failed");
      expect(error?.message).toBe(
        `models-dev: expected { provider: { "models": { … } } } from ${url}/api.json; check that MODELS_DEV_URL is models.dev or a copy of it`,
      );
    },
  );

  it("skips with a reason what is no provider, what runs at home and what is listed twice", async () => {
    const { ids, skipped } = await asked({
      acme: provider({ a: row, b: row }),
      lmstudio: provider({ c: row }),
      broken: { models: 7 },
      __proto__x: null,
    });
    expect(ids).toEqual(["acme/thinker-2"]);
    expect(skipped).toEqual([
      { row: "acme/b", reason: "listed before as acme/thinker-2" },
      { row: "lmstudio", reason: "what runs on your own machine is for it to say" },
      { row: "broken", reason: "expected a provider with { models }" },
      { row: "__proto__x", reason: "expected a provider with { models }" },
    ]);
  });

  it("takes the address of the file as it is, and otherwise looks for the file below it", () => {
    expect(modelsDev().address).toBe("https://models.dev/api.json");
    expect(modelsDev({ url: "https://mirror.test/dev/" }).address).toBe("https://mirror.test/dev/api.json");
    expect(modelsDev({ url: "https://mirror.test/copy.json" }).address).toBe("https://mirror.test/copy.json");
  });
});
