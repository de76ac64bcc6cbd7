import { describe, expect, it } from "vitest";
import { messageOf, model, said } from "../support/checking.ts";

describe("what is known of the targets", () => {
  it("a model the catalogue does not know at a provider is a warning with the nearest", async () => {
    expect(await messageOf("models: { m: openai/gpt-4oo }")).toMatch(
      /^OpenAI is not known to have gpt-4oo; did you mean openai\/gpt-4o/,
    );
  });

  it.each([
    "models: { m: mistral/mistral-large }",
    'models: { "gpt-*": openai/gpt-* }',
    "models: { m: ollama/llama9 }",
    "models: { m: openai/my-finetune }\nbackends: { openai: { models: { my-finetune: { context_window: 8000 } } } }",
    "models: { m: proxy/anything }\nbackends: { proxy: { provider: openai, base_url: https://llm.example.com/v1 } }",
    "models: { m: mine/anything }\nbackends: { mine: { provider: custom, base_url: https://llm.example.com/v1 } }",
  ])("%j is not warned about, for nobody can know", async (text) => {
    expect(await said(text)).toEqual([]);
  });

  it("a capability that every target lacks is an error naming them; one that some lack is a warning", async () => {
    const one = model("backend: openai/gpt-3.5-turbo", "capabilities: [vision]");
    expect(await said(one)).toContain("error capability_missing models.m.capabilities[0]");
    const some = model("backend: [openai/gpt-4o, openai/gpt-3.5-turbo]", "capabilities: { vision: true }");
    expect(await said(some)).toContain("warning capability_partly_missing models.m.capabilities.vision");
  });

  it("a capability that is switched off, or not known to be missing, or corrected in the config is fine", async () => {
    expect(await said(model("backend: openai/gpt-4o", "capabilities: { reasoning: false, vision: true }"))).toEqual([]);
    expect(await said(model("backend: openai/gpt-4", "capabilities: [vision, tools]"))).toEqual([]);
    const corrected = `${model("backend: openai/gpt-4o", "capabilities: [reasoning]")}backends: { openai: { models: { gpt-4o: { capabilities: [reasoning] } } } }\n`;
    expect(await said(corrected)).toEqual([]);
  });

  it.each([
    [model("backend: openai/gpt-4o", "parameters: { reasoning_effort: low }"), "models.m.parameters.reasoning_effort"],
    [model("backend: openai/gpt-4o", "parameters: { max_tokens: 20000 }"), "models.m.parameters.max_tokens"],
    [`${model("backend: openai/gpt-4o")}model_defaults: { max_tokens: 20000 }`, "model_defaults.max_tokens"],
    [
      model("backend: [{ target: openai/gpt-4o, parameters: { max_tokens: 20000 } }]"),
      "models.m.backend[0].parameters.max_tokens",
    ],
  ])("%j has a parameter the target does not take", async (text, path) => {
    expect(await said(text)).toEqual([`warning unsupported_parameter ${path}`]);
  });

  it("a parameter that a nearer part of the config takes away or lowers is not warned about", async () => {
    const lowered = `${model("backend: openai/gpt-4o", "parameters: { max_tokens: 100, reasoning_effort: null }")}model_defaults: { max_tokens: 20000, reasoning_effort: low }`;
    expect(await said(lowered)).toEqual([]);
  });

  it("more is not promised than any target is known to hold", async () => {
    expect(await said(model("backend: openai/gpt-4", "context_window: 200000"))).toEqual([
      "warning above_known_limit models.m.context_window",
    ]);
    expect(await said(model("backend: [openai/gpt-4, openai/gpt-4o]", "context_window: 100000"))).toEqual([]);
  });

  it("deprecated and retired models are warned about with what to use instead", async () => {
    expect(await messageOf("models: { m: openai/gpt-3.5-turbo }")).toBe(
      "openai/gpt-3.5-turbo is deprecated and retires on 2999-09-28; use openai/gpt-4o-mini",
    );
    expect(await messageOf("models: { m: openai/gpt-4-32k }")).toBe(
      "openai/gpt-4-32k was retired on 2025-06-06; use openai/gpt-4o",
    );
  });
});
