import { describe, expect, it } from "vitest";
import { findProvider } from "../src/builtins/providers.ts";
import { baseUrlFrom, keyFrom, keyHeaderOf, missingSetting, type Provider } from "../src/provider.ts";

function provider(name: string): Provider {
  const found = findProvider(name);
  if (found === undefined) throw new Error(`no provider ${name}`);
  return found;
}

describe("what the environment says of a provider", () => {
  it("is the first variable that is set, without surrounding space", () => {
    const google = provider("google");
    expect(baseUrlFrom(google, {})).toBeUndefined();
    expect(baseUrlFrom(google, { GOOGLE_GEMINI_BASE_URL: " http://b.test " })).toBe("http://b.test");
    expect(baseUrlFrom(google, { GOOGLE_BASE_URL: "", GOOGLE_GEMINI_BASE_URL: "http://b.test" })).toBe("http://b.test");
    expect(keyFrom(google, { GOOGLE_API_KEY: "second", GEMINI_API_KEY: "first" })).toBe("first");
    expect(keyFrom(google, { GEMINI_API_KEY: " " })).toBeUndefined();
  });

  it("is read in the form users write it", () => {
    expect(baseUrlFrom(provider("azure"), { AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com/" })).toBe(
      "https://r.openai.azure.com/openai/v1",
    );
  });
});

describe("keyHeaderOf", () => {
  it.each([
    ["openai", { authorization: "Bearer k" }],
    ["anthropic", { "x-api-key": "k" }],
    ["google", { "x-goog-api-key": "k" }],
    ["azure", { "api-key": "k" }],
  ])("sends the key of %s as %j", (name, header) => {
    expect(keyHeaderOf(provider(name), "k")).toEqual(header);
  });
});

describe("missingSetting", () => {
  it.each([
    ["openai", {}, "OPENAI_API_KEY"],
    ["openai", { apiKey: "k" }, undefined],
    ["openai", { baseUrl: "http://proxy.test" }, undefined],
    ["azure", {}, "AZURE_OPENAI_ENDPOINT"],
    ["azure", { baseUrl: "http://r.test" }, "AZURE_OPENAI_API_KEY"],
    ["huggingface", {}, undefined],
    ["vllm", {}, undefined],
  ])("of %s with %j is %s", (name, settings, variable) => {
    expect(missingSetting(provider(name), settings)).toBe(variable);
  });
});
