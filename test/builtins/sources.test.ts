import { describe, expect, it } from "vitest";
import { PROVIDER_SOURCES } from "../../src/builtins/provider-sources.ts";
import { providers } from "../../src/builtins/providers.ts";
import { SOURCES } from "../../src/builtins/sources.ts";
import { createManager } from "../../src/manager.ts";
import { memory } from "../../src/stores/memory.ts";
import type { Environment } from "../../src/util/env.ts";

const source = (name: string) => {
  const found = SOURCES.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no source ${name}`);
  return found;
};

describe("the built-in sources", () => {
  it("have a name each, and load as what they are called", async () => {
    const names = SOURCES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, load } of SOURCES) expect((await load({})).name).toBe(name);
  });

  it("ask every provider that lists its models over HTTP", () => {
    const listing = [...providers.values()].filter(({ models }) => models !== undefined).map(({ name }) => name);
    expect([...PROVIDER_SOURCES]).toEqual(listing);
  });

  it.each([
    ["openai", {}, "OPENAI_API_KEY is not set"],
    ["openai", { OPENAI_API_KEY: " " }, "OPENAI_API_KEY is not set"],
    ["openai", { OPENAI_API_KEY: "k" }, undefined],
    ["openai", { OPENAI_BASE_URL: "http://proxy.test/v1" }, undefined],
    ["google", { GOOGLE_API_KEY: "k" }, undefined],
    ["cohere", { COHERE_API_KEY: "k" }, undefined],
    ["azure", { AZURE_OPENAI_API_KEY: "k" }, "AZURE_OPENAI_ENDPOINT is not set"],
    ["azure", { AZURE_OPENAI_ENDPOINT: "https://res.openai.azure.com" }, "AZURE_OPENAI_API_KEY is not set"],
    ["azure", { AZURE_OPENAI_ENDPOINT: "https://res.openai.azure.com", AZURE_OPENAI_API_KEY: "k" }, undefined],
    ["huggingface", {}, "HF_TOKEN is not set"],
    ["huggingface", { HF_TOKEN: "k" }, undefined],
    ["vllm", {}, "VLLM_BASE_URL is not set"],
    ["vllm", { VLLM_BASE_URL: "http://gpu:8000/v1" }, undefined],
    ["lm-studio", {}, "LM_STUDIO_BASE_URL is not set"],
    ["bedrock", {}, "AWS_REGION is not set"],
    ["bedrock", { AWS_REGION: "eu-west-1" }, "AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_BEARER_TOKEN_BEDROCK are not set"],
    ["bedrock", { AWS_DEFAULT_REGION: "eu-west-1", AWS_PROFILE: "me" }, undefined],
    ["openrouter", {}, undefined],
  ] satisfies [string, Environment, string | undefined][])("%s with %j: %s", (name, env, reason) => {
    expect(source(name).notReady?.(env)).toBe(reason);
  });

  it.each([
    ["openai", { OPENAI_BASE_URL: "http://proxy.test/v1/" }, "http://proxy.test/v1/models"],
    ["anthropic", { ANTHROPIC_BASE_URL: "http://proxy.test" }, "http://proxy.test/v1/models"],
    ["google", { GOOGLE_GEMINI_BASE_URL: "http://b.test" }, "http://b.test/v1beta/models"],
    [
      "google",
      { GOOGLE_BASE_URL: "http://a.test", GOOGLE_GEMINI_BASE_URL: "http://b.test" },
      "http://a.test/v1beta/models",
    ],
    ["azure", { AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com" }, "https://r.openai.azure.com/openai/v1/models"],
    ["lm-studio", { LM_STUDIO_BASE_URL: "http://box:1234" }, "http://box:1234/api/v0/models"],
    ["bedrock", { AWS_REGION: "eu-west-1" }, "https://bedrock.eu-west-1.amazonaws.com"],
    ["bedrock", { AWS_ENDPOINT_URL_BEDROCK: "http://vpce.test" }, "http://vpce.test"],
  ] satisfies [string, Environment, string][])("%s is asked with %j at %s", async (name, env, address) => {
    expect((await source(name).load(env)).address).toBe(address);
  });
});

describe("discovering everything", () => {
  it("asks only what the environment speaks of, and says of the others what is not set", async () => {
    const asked: string[] = [];
    const manager = await createManager({
      store: memory(),
      sources: ["openai", "mistral", "vllm"],
      env: { MISTRAL_API_KEY: "canary-key" },
      fetch: async (url) => {
        asked.push(String(url));
        return Response.json({ data: [{ id: "mistral-tiny" }] });
      },
    });
    const report = await manager.discoverAll();
    expect(asked).toEqual(["https://api.mistral.ai/v1/models"]);
    expect(report.sources.map(({ source, status, found }) => [source, status, found])).toEqual([["mistral", "ok", 1]]);
    expect(report.notAsked).toEqual([
      { source: "openai", reason: "OPENAI_API_KEY is not set" },
      { source: "vllm", reason: "VLLM_BASE_URL is not set" },
    ]);
    expect(manager.registry.require("mistral/mistral-tiny").provider).toBe("mistral");
  });

  it("fails with the reason where a source is named that cannot be asked", async () => {
    const manager = await createManager({ store: memory(), env: {}, fetch: () => Promise.reject(new Error("asked")) });
    const report = await manager.discover("openai");
    expect(report.notAsked).toEqual([]);
    expect(report.sources[0]?.error?.message).toBe("openai: OpenAI was not asked: OPENAI_API_KEY is not set");
  });
});
