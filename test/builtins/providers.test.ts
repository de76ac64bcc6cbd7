import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findProvider, providers } from "../../src/builtins/providers.ts";
import { InvalidInputError } from "../../src/errors.ts";

describe("the providers", () => {
  it("are all the files of src/providers, in alphabetical order", () => {
    const shared = ["canonical-id.ts", "ollama-host.ts"];
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
