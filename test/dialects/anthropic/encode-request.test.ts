import { describe, expect, it } from "vitest";
import type { ChatRequest } from "../../../src/chat.ts";
import { REQUEST_FIELDS } from "../../../src/dialects/anthropic/request-fields.ts";
import { anthropic } from "../../../src/dialects/anthropic.ts";
import type { Facts } from "../../../src/model.ts";
import { anthropic as provider } from "../../../src/providers/anthropic.ts";
import { encode, hello, lookUp, refusal } from "../../support/encode-for-anthropic.ts";

describe("a request", () => {
  it("goes to the Messages API with the version of the API", () => {
    expect(encode({}, "claude-sonnet-4-5", { stream: true })).toEqual({
      path: "v1/messages",
      headers: { "anthropic-version": "2023-06-01" },
      body: {
        model: "claude-sonnet-4-5",
        max_tokens: 4_000,
        messages: [{ role: "user", content: "hello" }],
        stream: true,
      },
      adapted: [],
      adaptations: [],
    });
  });

  it.each([
    ["claude-3-haiku-20240307", {}, 4_096],
    ["claude-sonnet-4-5", {}, 32_000],
    ["claude-opus-4-6", { maxOutputTokens: 128_000 }, 32_000],
    ["deepseek-chat", { maxOutputTokens: 6_000 }, 6_000],
    ["claude-haiku-4-5", { maxOutputTokens: null }, 32_000],
  ] satisfies [string, Facts, number][])(
    "to %s asks for a sensible longest answer and says so",
    (model, facts, tokens) => {
      const { max_tokens, ...request } = { messages: [hello], max_tokens: undefined };
      const { body, adaptations } = anthropic.encodeRequest(request, { model, provider, facts, stream: false });
      expect(body.max_tokens).toBe(tokens);
      expect(adaptations.map(({ field }) => field)).toEqual(["max_tokens"]);
    },
  );

  it("prefers max_completion_tokens, and carries stop, user, sampling and extra", () => {
    const { body, headers } = encode({
      max_completion_tokens: 9,
      stop: "END",
      user: "u1",
      temperature: 0,
      top_k: 5,
      extra: { service_tier: "standard_only", betas: ["a-1", "b-2"] },
    });
    expect(body).toMatchObject({
      max_tokens: 9,
      stop_sequences: ["END"],
      metadata: { user_id: "u1" },
      temperature: 0,
      top_k: 5,
    });
    expect(body.service_tier).toBe("standard_only");
    expect(body).not.toHaveProperty("betas");
    expect(headers).toEqual({ "anthropic-version": "2023-06-01", "anthropic-beta": "a-1,b-2" });
  });

  it("does with each field what the table of fields says", () => {
    const values: Partial<Record<keyof ChatRequest, unknown>> = {
      seed: 1,
      presence_penalty: 1,
      frequency_penalty: 1,
      logit_bias: { 1: 1 },
      metadata: { a: "b" },
      logprobs: true,
      top_logprobs: 2,
      n: 2,
      modalities: ["audio"],
      audio: { voice: "alloy", format: "mp3" },
    };
    for (const [field, [use]] of Object.entries(REQUEST_FIELDS)) {
      const request = { [field]: values[field as keyof ChatRequest] };
      if (use === "refused") expect(() => encode(request)).toThrow(refusal(field));
      if (use === "adapted") expect(encode(request).adapted).toEqual([field]);
      if (use !== "carried") expect(Object.keys(values)).toContain(field);
    }
    expect(encode({ n: 1, logprobs: false, seed: null, modalities: ["text"], logit_bias: null }).adapted).toEqual([]);
  });

  it("refuses a stop sequence of white space, which would not stop", () => {
    expect(() => encode({ stop: ["END", "\n"] })).toThrow(refusal("stop[1]"));
  });

  it("limits temperature, and leaves sampling out where the model takes none of it, or not both", () => {
    expect(encode({ temperature: 1.5 })).toMatchObject({ body: { temperature: 1 }, adapted: ["temperature"] });
    expect(encode({ temperature: 0.5, top_p: 0.9 }).adapted).toEqual(["top_p"]);
    expect(encode({ temperature: 0.5, top_p: 0.9 }, "claude-3-7-sonnet-20250219").adapted).toEqual([]);
    const none = encode({ temperature: 0.5, top_p: 0.9, top_k: 3 }, "claude-opus-4-7");
    expect(none.adapted).toEqual(["temperature", "top_p", "top_k"]);
    expect(encode({ temperature: 1, top_p: 1 }, "claude-opus-4-7").adapted).toEqual([]);
    const thinking = encode({ temperature: 0.5, top_p: 0.97, reasoning_effort: "high" }, "claude-3-7-sonnet-20250219");
    expect(thinking).toMatchObject({ body: { top_p: 0.97 }, adapted: ["temperature"] });
  });
});

describe("reasoning effort", () => {
  it.each([
    ["claude-3-5-haiku-20241022", "high", undefined, undefined, ["reasoning_effort"]],
    ["claude-sonnet-4-5", "high", { type: "enabled", budget_tokens: 3_200 }, undefined, []],
    ["claude-sonnet-4-5", "none", undefined, undefined, []],
    ["claude-opus-4-5", "max", { type: "enabled", budget_tokens: 3_800 }, "high", ["reasoning_effort"]],
    ["us.anthropic.claude-sonnet-4-20250514-v1:0", "minimal", { type: "enabled", budget_tokens: 1_024 }, undefined, []],
    ["claude-opus-4-6", "low", { type: "adaptive" }, "low", []],
    ["claude-opus-4-6", "xhigh", { type: "adaptive" }, "high", ["reasoning_effort"]],
    ["claude-opus-4-8", "xhigh", { type: "adaptive", display: "summarized" }, "xhigh", []],
    ["claude-opus-4-8", "none", undefined, undefined, []],
    ["claude-sonnet-5", "none", { type: "disabled" }, undefined, []],
    ["claude-sonnet-5-5", "none", { type: "between_tools" }, undefined, []],
    ["claude-fable-5", "none", undefined, "low", ["reasoning_effort"]],
    ["claude-opus-5-5", "minimal", { type: "adaptive", display: "summarized" }, "low", ["reasoning_effort"]],
  ] as const)("of %s at %s", (model, effort, thinking, level, adapted) => {
    const { body, ...call } = encode({ reasoning_effort: effort }, model);
    expect(body.thinking).toEqual(thinking);
    expect(body.output_config).toEqual(level === undefined ? undefined : { effort: level });
    expect(call.adapted).toEqual(adapted);
  });

  it("is left out where the answer is too short for it, a call is forced, or the model is known not to reason", () => {
    expect(encode({ reasoning_effort: "high", max_tokens: 1_000 })).toMatchObject({ adapted: ["reasoning_effort"] });
    const forced = encode({ reasoning_effort: "high", tools: [lookUp], tool_choice: "required" });
    expect(forced.body).not.toHaveProperty("thinking");
    const facts = { capabilities: { reasoning: false } };
    expect(encode({ reasoning_effort: "high" }, "claude-opus-4-6", { facts }).body).not.toHaveProperty("thinking");
  });

  it("gives way to what the caller says in Anthropic's own words", () => {
    const { body } = encode({
      reasoning_effort: "high",
      extra: { thinking: { type: "enabled", budget_tokens: 2_000 } },
    });
    expect(body.thinking).toEqual({ type: "enabled", budget_tokens: 2_000 });
    expect(body).not.toHaveProperty("output_config");
  });
});

describe("counting", () => {
  it("sends only what counts, and reads the count", () => {
    const request: ChatRequest = { messages: [hello], tools: [lookUp], temperature: 0.5, stop: "x", user: "u" };
    const { path, body } = anthropic.counting.encode(request, {
      model: "claude-opus-4-6",
      provider,
      facts: {},
      stream: false,
    });
    expect(path).toBe("v1/messages/count_tokens");
    expect(Object.keys(body).sort()).toEqual(["messages", "model", "tools"]);
    expect(anthropic.counting.decode({ input_tokens: 12 })).toBe(12);
    expect(() => anthropic.counting.decode({ input_tokens: "12" })).toThrow(
      expect.objectContaining({ code: "malformed_answer" }),
    );
  });
});
