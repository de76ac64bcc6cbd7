import { describe, expect, it } from "vitest";
import { resolve } from "../../../src/config/resolve.ts";
import type { RouteRequest } from "../../../src/route.ts";
import { catalogueWith, configOf } from "../support/config-of.ts";
import { droppedOf, failureOf, idsOf } from "../support/of-route.ts";

describe("targets that are not called", () => {
  const catalogue = catalogueWith({
    "openai/small": {
      contextWindow: 1_000,
      capabilities: { tools: true, vision: false },
      pricing: { input: 1, output: 2 },
    },
    "openai/large": { contextWindow: 100_000, capabilities: { tools: true }, pricing: { input: 10, output: 20 } },
    "openai/embed": { pricing: { input: 1, output: null } },
    "openai/tiered": { pricing: { input: 1, output: 1, tiers: [{ aboveTokens: 1_000, input: 9 }] } },
    "ollama/far-cloud": { isLocal: false },
  });
  const text = (model: object, backends: object = {}) => JSON.stringify({ models: { a: model }, backends });
  const both = ["openai/small", "openai/large"];

  it.each<[string, object, object, RouteRequest, string[]]>([
    [
      "a disabled backend",
      { backend: ["off/m", "openai/m"] },
      { off: { provider: "openai", enabled: false } },
      {},
      ["off/m disabled"],
    ],
    ["an unknown backend", { backend: ["nobody/m", "openai/m"] }, {}, {}, ["nobody/m unknown_backend"]],
    ["a placeholder", { backend: ["[x]/[y]", "openai/m"] }, {}, {}, ["[x]/[y] placeholder"]],
    ["the same twice", { backend: ["openai/m", "openai/m"] }, {}, {}, ["openai/m duplicate"]],
    ["a capability it lacks", { backend: both }, {}, { needs: ["vision"] }, ["openai/small lacks_capability"]],
    ["a window too small", { backend: both }, {}, { inputTokens: 1_001 }, ["openai/small context_too_small"]],
    [
      "no room for the answer",
      { backend: both },
      {},
      { inputTokens: 900, maxTokens: 101 },
      ["openai/small context_too_small"],
    ],
    [
      "no room for max_tokens",
      { backend: both, parameters: { max_tokens: 101 } },
      {},
      { inputTokens: 900 },
      ["openai/small context_too_small"],
    ],
    ["room to the last token", { backend: both }, {}, { inputTokens: 900, maxTokens: 100 }, []],
    [
      "a condition",
      { backend: [{ target: "openai/b", when: { tags: ["batch"] } }, "openai/m"] },
      {},
      { tags: [] },
      ["openai/b condition"],
    ],
    [
      "a condition nobody can judge",
      { backend: [{ target: "openai/b", when: { tags: ["batch"] } }, "openai/m"] },
      {},
      {},
      [],
    ],
    [
      "too few tokens",
      { backend: [{ target: "openai/b", when: { min_input_tokens: 10 } }, "openai/m"] },
      {},
      { inputTokens: 9 },
      ["openai/b condition"],
    ],
    [
      "too many tokens",
      { backend: [{ target: "openai/b", when: { max_input_tokens: 10 } }, "openai/m"] },
      {},
      { inputTokens: 11 },
      ["openai/b condition"],
    ],
    [
      "a denied provider",
      { backend: ["xai/m", "openai/m"], policy: { denied_providers: ["x-ai"] } },
      {},
      {},
      ["xai/m denied_provider"],
    ],
    [
      "a provider not allowed",
      { backend: ["xai/m", "openai/m"], policy: { allowed_providers: ["openai"] } },
      {},
      {},
      ["xai/m denied_provider"],
    ],
    [
      "a backend allowed by name",
      { backend: ["eu/m", "xai/m"], policy: { allowed_providers: ["eu"] } },
      { eu: { provider: "openai" } },
      {},
      ["xai/m denied_provider"],
    ],
    [
      "a region",
      { backend: ["us/m", "openai/m", "eu/m"], policy: { regions: ["eu"] } },
      { us: { provider: "openai", region: "us-east-1" }, eu: { provider: "openai", region: "eu-west-1" } },
      {},
      ["us/m region", "openai/m region"],
    ],
    [
      "data that may leave the region",
      { backend: ["mixed/m", "eu/m"], policy: { regions: ["eu"] } },
      {
        mixed: { provider: "openai", region: "eu", data_policy: { regions: ["eu", "us"] } },
        eu: { provider: "openai", data_policy: { regions: ["EU"] } },
      },
      {},
      ["mixed/m region"],
    ],
    [
      "what is not local",
      { backend: ["openai/m", "ollama/m", "ollama/far-cloud", "far/m", "near/m"], policy: { local_only: true } },
      {
        far: { provider: "ollama", base_url: "https://ollama.example.com" },
        near: { provider: "custom", base_url: "http://127.0.0.1:8000/v1" },
      },
      {},
      ["openai/m not_local", "ollama/far-cloud not_local", "far/m not_local"],
    ],
    [
      "what may train",
      { backend: ["openai/m", "yes/m", "no/m", "ollama/m"], policy: { no_training: true } },
      {
        yes: { provider: "openai", data_policy: { trains_on_data: true } },
        no: { provider: "openai", data_policy: { trains_on_data: false } },
      },
      {},
      ["openai/m trains_on_data", "yes/m trains_on_data"],
    ],
    [
      "a price too high or unknown",
      {
        backend: ["openai/large", "openai/m", "openai/small", "openai/embed"],
        policy: { max_price: { unit: "per_1m_tokens", input: 1, output: 2 } },
      },
      {},
      {},
      ["openai/large price", "openai/m price"],
    ],
    [
      "a price too high for so many tokens",
      { backend: ["openai/tiered", "openai/embed"], policy: { max_price: { unit: "per_1m_tokens", input: 1 } } },
      {},
      { inputTokens: 1_001 },
      ["openai/tiered price"],
    ],
  ])("%s", async (_why, model, backends, request, dropped) => {
    const config = await configOf(text(model, backends));
    expect(droppedOf(resolve(config, "a", { catalogue, request }))).toEqual(dropped);
  });

  it("refuses what is switched off, whatever the targets can do", async () => {
    const config = await configOf(text({ backend: "openai/large", capabilities: { tools: false } }));
    expect(failureOf(config, "a", { needs: ["tools"] })).toMatchObject({ code: "capability_disabled" });
    expect(idsOf(resolve(config, "a", { catalogue, request: { needs: ["vision"] } }))).toEqual(["openai/large"]);
  });

  it("are all named, each with its reason, when none is left", async () => {
    const config = await configOf(text({ backend: both, policy: { local_only: true } }));
    const error = failureOf(config, "a");
    expect(error).toMatchObject({ code: "no_target", dropped: [{ code: "not_local" }, { code: "not_local" }] });
    expect(error.message).toContain("openai/small (the policy is local only");
    expect(error.message).toContain("openai/large (");
  });

  it("follow the price of the day", async () => {
    const dated = catalogueWith({
      "openai/m": { pricing: { input: 1, output: 1, dated: [{ from: "2030-01-01", input: 5 }] } },
    });
    const config = await configOf(
      text({ backend: "openai/m", policy: { max_price: { unit: "per_1m_tokens", input: 2 } } }),
    );
    const on = (day: string) => () => resolve(config, "a", { catalogue: dated, at: new Date(day) });
    expect(on("2029-12-31")).not.toThrow();
    expect(on("2030-01-01")).toThrow("allows 2 USD per million tokens of input, and it asks 5");
  });

  it("keeps one target under two conditions, until one of them is known to hold", async () => {
    const backend = [
      { target: "openai/m", when: { needs: ["vision"] }, parameters: { top_p: 0 } },
      { target: "openai/m", parameters: { top_p: 1 } },
    ];
    const config = await configOf(text({ backend }));
    expect(idsOf(resolve(config, "a"))).toEqual(["openai/m", "openai/m"]);
    expect(droppedOf(resolve(config, "a", { request: { needs: ["vision"] } }))).toEqual(["openai/m duplicate"]);
    expect(
      resolve(config, "a", { request: { needs: [] } }).targets.map((target) => target.parameters.known.top_p),
    ).toEqual([1]);
  });
});
