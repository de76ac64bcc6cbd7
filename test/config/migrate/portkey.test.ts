// biome-ignore-all lint/suspicious/noThenProperty: Portkey calls it so
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of our configs are written so
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { migrate } from "../../../src/config/migrate.ts";
import { errorsIn } from "./support/check-clean.ts";

async function migrated(config: unknown) {
  const result = await migrate(typeof config === "string" ? config : JSON.stringify(config));
  const { models, backends } = parse(result.yaml) ?? {};
  return { ...result, model: models?.["*"], backends, listed: result.unsupported.map(({ path }) => path) };
}

const openai = { provider: "openai", api_key: "k1", override_params: { model: "gpt-4o" } };
const azure = { provider: "azure-openai", resource_name: "ours", deployment_id: "dep", api_key: "k2" };

describe("migrating from Portkey", () => {
  it("turns a chain of fall-backs into targets in their order", async () => {
    const { model, backends, yaml, from } = await migrated({
      strategy: { mode: "fallback" },
      targets: [openai, azure],
    });
    expect(from).toBe("portkey");
    expect(model).toEqual({ backend: ["openai/gpt-4o", "azure/dep"] });
    expect(backends.azure).toEqual({ provider: "azure", api_key: "k2", base_url: "https://ours.openai.azure.com" });
    expect(await errorsIn(yaml)).toEqual([]);
  });

  it("passes the caller's model on where none overrides it", async () => {
    const { model } = await migrated({
      strategy: { mode: "single" },
      targets: [{ provider: "anthropic", api_key: "k" }],
    });
    expect(model).toBe("anthropic/*");
  });

  it("keeps the weights of shared load, of nested chains too", async () => {
    const nested = {
      strategy: { mode: "fallback" },
      targets: [openai, { ...azure, override_params: {} }],
      weight: 0.4,
    };
    const anthropic = { provider: "anthropic", api_key: "k", weight: 0.6, override_params: { max_tokens: 9 } };
    const { model, yaml } = await migrated({ strategy: { mode: "loadbalance" }, targets: [anthropic, nested] });
    expect(model).toEqual({
      backend: [
        { target: "anthropic/*", weight: 0.6, parameters: { max_tokens: 9 } },
        { target: "openai/gpt-4o", weight: 0.4 },
        { target: "azure/dep", weight: 0 },
      ],
      strategy: "round_robin",
    });
    expect(await errorsIn(yaml)).toEqual([]);
  });

  it("says metadata conditions as tags, and lists those that cannot be said", async () => {
    const { model, listed } = await migrated({
      strategy: {
        mode: "conditional",
        conditions: [
          { query: { "metadata.plan": { $eq: "paid" } }, then: "a" },
          { query: { $or: [{ "metadata.plan": "x" }] }, then: "a" },
        ],
        default: "b",
      },
      targets: [
        { ...openai, name: "a" },
        { ...azure, name: "b" },
      ],
    });
    expect(model.backend).toEqual([{ target: "openai/gpt-4o", when: { tags: ["plan:paid"] } }, "azure/dep"]);
    expect(listed).toEqual(["strategy.conditions[1]"]);
  });

  it("carries patience over, in the units of our files, and lists status codes and caches", async () => {
    const { model, listed } = await migrated({
      ...openai,
      retry: { attempts: 3, on_status_codes: [429] },
      request_timeout: 10_000,
      cache: { mode: "simple" },
    });
    expect(model).toEqual({ backend: "openai/gpt-4o", timeout: "10s", retry: 4 });
    expect(listed).toEqual(["retry.on_status_codes", "cache.mode"]);
  });

  it("reads a virtual key by its name or its model, and says that its key is kept elsewhere", async () => {
    const { model, backends, notes } = await migrated({
      strategy: { mode: "fallback" },
      targets: [
        { virtual_key: "open-ai-a1" },
        { virtual_key: "gpt3-b2", override_params: { model: "gpt-3.5-turbo" } },
        { virtual_key: "who-knows" },
      ],
    });
    expect(model).toEqual({ backend: ["openai/*", "openai-2/gpt-3.5-turbo"] });
    expect(backends["openai-2"].api_key).toBe("${GPT3_B2_API_KEY}");
    expect(notes.map(({ what }) => what).join()).toContain("OPENAI_API_KEY");
  });

  it("reads what only JavaScript reads: comments, process.env, no quotes", async () => {
    const text = `{
  strategy: { mode: 'single' }, // one
  targets: [{ provider: 'groq', api_key: process.env['GROQ'], override_params: { model: 'a//b' } }],
}`;
    const { model, backends } = await migrated(text);
    expect(model).toBe("groq/a//b");
    expect(backends.groq.api_key).toBe("${GROQ}");
  });

  it("says that nothing can be carried over of prompts kept at Portkey", async () => {
    const result = await migrated({ strategy: { mode: "fallback" }, targets: [{ prompt_id: "p" }] });
    expect(result).toMatchObject({ yaml: "", carried: 0, listed: ["targets[0]"] });
  });
});
