import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findProvider, ownerOf, providers } from "../../src/builtins/providers.ts";
import { InvalidInputError } from "../../src/errors.ts";
import { readShared, withoutSharedData } from "../support/shared-data.ts";

describe("the providers", () => {
  it("are all the files of src/providers, in alphabetical order", () => {
    const shared = ["canonical-id.ts", "custom.ts", "mock.ts", "ollama-host.ts"];
    const files = readdirSync(new URL("../../src/providers", import.meta.url)).filter((file) => !shared.includes(file));
    expect([...providers.keys()]).toEqual(files.map((file) => file.slice(0, -".ts".length)).sort());
  });

  it("have names and aliases that mean one provider each", () => {
    const names = [...providers.values()].flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([...providers.values()])(
    "$name is complete: an address or the variable that has one, and its page",
    (provider) => {
      const { name, baseUrl, baseUrlVariables = [], docs, keyVariables, openaiPath } = provider;
      expect(name).toMatch(/^[a-z0-9-]+$/);
      expect(docs).toMatch(/^https:\/\//);
      expect(baseUrlVariables.filter((variable) => !/^[A-Z][A-Z0-9_]+$/.test(variable))).toEqual([]);
      expect(baseUrlVariables).not.toEqual([]);
      if (baseUrl !== undefined) expect(`${baseUrl}/`).toBe(new URL(`${baseUrl}/`).href);
      expect(keyVariables.filter((variable) => !/^[A-Z][A-Z0-9_]+$/.test(variable))).toEqual([]);
      if (openaiPath !== undefined) expect(openaiPath).toMatch(/^(\/[a-z0-9/]+|https:\/\/[^\s]+)$/);
    },
  );

  it("run locally only where their address is this machine", () => {
    for (const { baseUrl = "", isLocal = false } of providers.values()) {
      expect(isLocal).toBe(baseUrl.startsWith("http://localhost:"));
    }
  });

  it("are found by name and by alias, and not by names of properties", () => {
    expect(findProvider("xai")).toBe(findProvider("x-ai"));
    expect(findProvider("amazon-bedrock")?.name).toBe("bedrock");
    expect(findProvider("constructor")).toBeUndefined();
    expect(findProvider("__proto__")).toBeUndefined();
  });

  it.each([
    ["https://res.openai.azure.com", "https://res.openai.azure.com/openai/v1"],
    ["https://res.openai.azure.com/", "https://res.openai.azure.com/openai/v1"],
    [" https://res.openai.azure.com/openai/v1/ ", "https://res.openai.azure.com/openai/v1"],
  ])("azure turns the endpoint %j into its address without a dated version", (endpoint, baseUrl) => {
    expect(findProvider("azure")?.parseBaseUrl?.(endpoint)).toBe(baseUrl);
  });

  it("bedrock turns a region into its address, and refuses what is none", () => {
    const parse = findProvider("bedrock")?.parseBaseUrl;
    expect(parse?.(" eu-west-1 ")).toBe("https://bedrock-runtime.eu-west-1.amazonaws.com");
    expect(parse?.("us-gov-west-1")).toBe("https://bedrock-runtime.us-gov-west-1.amazonaws.com");
    expect(() => parse?.("evil.example/")).toThrow(InvalidInputError);
    expect(() => parse?.("evil.example/")).toThrow(
      'AWS_REGION: expected a region such as us-east-1, got "evil.example/"',
    );
  });
});

describe("the owner of a model's name", () => {
  it.each([
    ["gpt-4", "openai"],
    ["o3-mini", "openai"],
    ["text-embedding-3-small", "openai"],
    ["claude-3-opus", "anthropic"],
    ["gemini-2.5-pro", "google"],
    ["text-embedding-004", "google"],
    ["codestral-latest", "mistral"],
    ["command-r-plus", "cohere"],
    ["deepseek-chat", "deepseek"],
    ["grok-4", "xai"],
    ["sonar-pro", "perplexity"],
    ["glm-4.6", "zai"],
    ["kimi-k2", "moonshotai"],
  ])("%s is %s", (name, owner) => expect(ownerOf(name)?.name).toBe(owner));

  it.each([
    "gpt-oss-120b",
    "llama-3",
    "qwen3-32b",
    "gemma-3",
    "deepseek-r1",
    "mistral-7b",
    "whisper-large-v3",
    "phi-4",
    "",
  ])("%s is nobody's alone", (name) => expect(ownerOf(name)).toBeUndefined());

  it("is one at most: no beginning is also that of another provider's", () => {
    const families = [...providers.values()].flatMap(({ name, families = [] }) =>
      families.map((family) => ({ name, family })),
    );
    const shared = families.filter(({ name, family }) =>
      families.some((other) => other.name !== name && other.family.startsWith(family)),
    );
    expect(shared).toEqual([]);
  });

  it.skipIf(withoutSharedData !== undefined).each([
    ["openai", "openai.models.2026-08-05.json", []],
    ["anthropic", "anthropic.models.2026-08-05.json", []],
    ["google", "google.models.2026-08-05.json", []],
    ["cohere", "cohere.models.reassembled.json", []],
    ["deepseek", "deepseek.models.rig.json", []],
    ["xai", "xai.models.2026-08-05.json", []],
    // Mistral serves a model of Z.AI beside its own.
    ["mistral", "mistral.models.rig.json", ["glm-5-2"]],
    ["groq", "groq.models.rig.json", []],
    ["cerebras", "cerebras.models.pydantic-ai.json", []],
  ])("%s lists no model whose name is another's, as its recorded answer shows", async (provider, file, guests) => {
    const answer = (await readShared(`model-lists/${file}`)) as Record<
      "data" | "models",
      { id?: string; name?: string }[]
    >;
    const names = (answer.data ?? answer.models).map(({ id, name = "" }) => id ?? name.replace(/^models\//, ""));
    expect(names).not.toEqual([]);
    const others = names.filter((name) => ![undefined, provider].includes(ownerOf(name)?.name));
    expect([...new Set(others)]).toEqual(guests);
  });
});
