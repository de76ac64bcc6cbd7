import { describe, expect, it } from "vitest";
import { profileOf } from "../../../src/adapters/langchain.ts";
import type { Facts } from "../../../src/model.ts";
import type { Target } from "../../../src/route.ts";

function profile(facts: readonly Facts[], capabilities: Record<string, boolean> = {}) {
  return profileOf({ targets: facts.map((known) => ({ facts: known }) as Target), capabilities });
}

describe("profileOf", () => {
  it("can what one of the targets can, for the router asks that one", () => {
    const small = { contextWindow: 8_000, capabilities: { tools: true, vision: false } };
    const large = {
      contextWindow: 100_000,
      maxInputTokens: 90_000,
      maxOutputTokens: 4_000,
      capabilities: { vision: true, jsonSchema: null },
    };
    expect(profile([small, large])).toEqual({
      maxInputTokens: 90_000,
      maxOutputTokens: 4_000,
      toolCalling: true,
      toolChoice: true,
      imageInputs: true,
    });
  });

  it("says no only where every target is known not to", () => {
    expect(profile([{ capabilities: { tools: false } }, { capabilities: { tools: false } }]).toolCalling).toBe(false);
    expect(profile([{ capabilities: { tools: false } }, {}])).toEqual({});
    expect(profile([])).toEqual({});
  });

  it("lets the route's own word count first", () => {
    expect(profile([{ capabilities: { tools: true } }], { tools: false }).toolCalling).toBe(false);
  });

  it("knows what comes out", () => {
    expect(profile([{ modalities: { output: ["text", "image"] } }])).toEqual({
      imageOutputs: true,
      audioOutputs: false,
      videoOutputs: false,
    });
  });
});
