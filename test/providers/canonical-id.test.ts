import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitId } from "../../src/model.ts";
import { canonicalId } from "../../src/providers/canonical-id.ts";

describe("canonicalId", () => {
  it.each([
    ["openai", "gpt-4o", "openai/gpt-4o"],
    ["x-ai", "grok-4.5", "xai/grok-4.5"],
    ["mistralai", "mistral-large-2512", "mistral/mistral-large-2512"],
    ["z-ai", "glm-5.2:free", "zai/glm-5.2:free"],
    ["amazon-bedrock", "amazon.nova-pro-v1:0", "bedrock/amazon.nova-pro-v1:0"],
    ["aws", "amazon.nova-pro-v1:0", "bedrock/amazon.nova-pro-v1:0"],
    ["togetherai", "openai/gpt-oss-20b", "together/openai/gpt-oss-20b"],
    ["anthropic", "claude-sonnet-4.5", "anthropic/claude-sonnet-4-5"],
    ["anthropic", "claude-3.5-haiku", "anthropic/claude-3-5-haiku"],
    ["anthropic", "claude-opus-4-1-20250805", "anthropic/claude-opus-4-1-20250805"],
    ["huggingface_together", "Qwen/Qwen3-32B", "huggingface/Qwen/Qwen3-32B:together"],
    ["huggingface_together", "Qwen/Qwen3-32B:together", "huggingface/Qwen/Qwen3-32B:together"],
  ])("%s and %s make %s", (author, name, id) => {
    expect(canonicalId(author, name)).toEqual({ id, provider: splitId(id).provider });
  });

  it("keeps an author it does not know, also one named like a property of every object", () => {
    expect(canonicalId("qwen", "qwen3.5-max")).toEqual({ id: "qwen/qwen3.5-max", provider: "qwen" });
    expect(canonicalId("__proto__", "x")).toEqual({ id: "__proto__/x", provider: "__proto__" });
    expect(canonicalId("constructor", "x").provider).toBe("constructor");
  });

  it("keeps the mark of a moving name apart from the provider and out of the provider's own ids", () => {
    expect(canonicalId("~openai", "gpt-latest")).toEqual({ id: "openai/~gpt-latest", provider: "openai" });
    expect(canonicalId("~x-ai", "grok-latest")).toEqual({ id: "xai/~grok-latest", provider: "xai" });
    expect(canonicalId("~anthropic", "claude-latest").id).not.toBe(canonicalId("anthropic", "claude-latest").id);
  });

  it("always makes an id that begins with its provider, and leaves a canonical id as it is", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9.-]{0,12}$/);
    fc.assert(
      fc.property(word, word, fc.boolean(), (author, name, moving) => {
        const { id, provider } = canonicalId(`${moving ? "~" : ""}${author}`, name);
        expect(splitId(id).provider).toBe(provider);
        expect(canonicalId(provider, splitId(id).name).id).toBe(id);
      }),
    );
  });
});
