import { describe, expect, it } from "vitest";
import { translated } from "../../support/translated.ts";

describe("a template", () => {
  it("loads, with a warning at each blank, and nothing in it can be called", async () => {
    const { config, said } = await translated(`
models:
  [model_name]:
    backend: "[provider]/gpt-4"
    fallback: ["openai/[model]", "[other]"]
backends:
  [provider_name]: { provider: "[provider_type]", api_key: "[your key]" }
  half: { provider: custom, base_url: "[url]", models: { "[model]": { context_window: 1 } } }
fallback_providers: [{ provider: "[provider]" }]
`);
    expect(said).toEqual([
      'warning modelmall.yaml:7:3 backends."[provider_name]": "[provider_name]" is a placeholder of a template; fill it in',
      'warning modelmall.yaml:7:32 backends."[provider_name]".provider: "[provider_type]" is a placeholder of a template; fill it in',
      'warning modelmall.yaml:7:60 backends."[provider_name]".api_key: stands in square brackets like a placeholder of a template; fill it in',
      'warning modelmall.yaml:8:39 backends.half.base_url: "[url]" is a placeholder of a template; fill it in',
      'warning modelmall.yaml:8:58 backends.half.models."[model]": "[model]" is a placeholder of a template; fill it in',
      'warning modelmall.yaml:3:3 models."[model_name]": "[model_name]" is a placeholder of a template; fill it in',
      'warning modelmall.yaml:4:14 models."[model_name]".backend: "[provider]/gpt-4" is a placeholder of a template; fill it in',
      'warning modelmall.yaml:5:16 models."[model_name]".fallback[0]: "openai/[model]" is a placeholder of a template; fill it in',
      'warning modelmall.yaml:5:34 models."[model_name]".fallback[1]: "[other]" is a placeholder of a template; fill it in',
      'warning modelmall.yaml:9:22 fallback_providers[0]: "[provider]" is a placeholder of a template; fill it in',
    ]);
    expect(config.fallbackProviders).toEqual([]);
    expect([...config.backends.values()].map(({ enabled, apiKeys }) => [enabled, apiKeys.length])).toEqual([
      [false, 0],
      [false, 0],
    ]);
    expect(config.models.get("[model_name]")?.targets.map(({ target }) => target)).toEqual(["[provider]/gpt-4"]);
  });

  it("may have a model of a blank name without a backend", async () => {
    const { config, said } = await translated("models: { '[model_name]': { tags: [x] } }");
    expect(config.models.get("[model_name]")?.targets).toEqual([]);
    expect(said).toHaveLength(1);
  });
});

describe("what an unset variable took away", () => {
  const unset = [
    ["models", "a", "backend"],
    ["models", "b", "budget", "amount"],
    ["backends", "x", "provider"],
  ];

  it("is neither guessed nor complained of", async () => {
    const text =
      "models: { a: { tags: [x] }, b: { backend: openai/x, budget: { per: day } } }\nbackends: { x: { tags: [y] } }";
    const { config, said } = await translated(text, { unset });
    expect(said).toEqual([]);
    expect(config.models.get("a")?.targets).toEqual([]);
    expect(config.models.get("b")).not.toHaveProperty("budget");
    expect(config.backends.get("x")).toMatchObject({ enabled: true });
  });
});

it("quotes no value that a variable said", async () => {
  const text =
    "models: { a: { backend: 'openai/s3cret*', capabilities: [s3cret] } }\nbackends: { b: { provider: s3cret } }";
  const { said } = await translated(text, { fromVariable: () => true });
  expect(said).toHaveLength(3);
  expect(said.join("\n")).not.toContain("s3cret");
});
