import { describe, expect, it } from "vitest";
import { messageOf, model, said } from "../support/checking.ts";

describe("models that cannot be called", () => {
  it("is a warning where every backend is disabled, for the rest must load all the same", async () => {
    const text = "models: { m: a/gpt-4 }\nbackends: { a: { provider: openai, enabled: false } }";
    expect(await said(text)).toEqual(["warning all_disabled models.m"]);
    const other = "models: { m: [a/gpt-4] }\nbackends: { a: { provider: openai, enabled: false } }".replace(
      "[a/gpt-4]",
      "{ backend: [a/gpt-4, openai/gpt-4o] }",
    );
    expect(await said(other)).toEqual([]);
  });

  it("is an error where no target fulfils the policy, with the reason of each", async () => {
    const text = model("backend: [openai/gpt-4, anthropic/claude-3-opus]", "policy: { local_only: true }");
    const message = await messageOf(text);
    expect(message).toMatch(/^no target fulfils the policy/);
    expect(message).toContain("openai/gpt-4: ");
    expect(message).toContain("anthropic/claude-3-opus: ");
    expect(await said(model("backend: [openai/gpt-4, ollama/llama3]", "policy: { local_only: true }"))).toEqual([]);
  });
});
