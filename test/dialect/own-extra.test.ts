import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../../src/chat.ts";
import { withOwnExtra } from "../../src/dialect/own-extra.ts";
import type { Adaptation } from "../../src/usage.ts";

const messages: ChatRequest["messages"] = [{ role: "user", content: "Hi" }];

function own(request: Omit<ChatRequest, "messages">, dialect: string) {
  const adaptations: Adaptation[] = [];
  const { messages: _, ...kept } = withOwnExtra({ messages, ...request }, dialect, adaptations);
  return { kept, fields: adaptations.map(({ field }) => field), told: adaptations.map(({ what }) => what) };
}

describe("fields of a provider's own", () => {
  test("are sent as they are where they are the caller's, or come from the same dialect", () => {
    const callers = { extra: { keep_alive: 1 } };
    expect(own(callers, "openai")).toEqual({ kept: callers, fields: [], told: [] });
    const read = { extra: { keep_alive: 1 }, extraDialect: "ollama" };
    expect(own(read, "ollama").kept.extra).toEqual(read.extra);
  });

  test("that a config adds for the target stand under the caller's, and beside what another dialect's caller said", () => {
    const targetExtra = { keep_alive: 5, num_gpu: 1 };
    expect(own({ targetExtra }, "ollama").kept).toEqual({ extra: targetExtra });
    const both = own({ targetExtra, extra: { keep_alive: 1 } }, "ollama");
    expect(both.kept).toEqual({ extra: { keep_alive: 1, num_gpu: 1 } });
    const foreign = own({ targetExtra, extra: { top_a: 1 }, extraDialect: "openai" }, "ollama");
    expect(foreign).toMatchObject({ kept: { extra: targetExtra }, fields: ["extra.top_a"] });
  });

  test("are left out of another dialect, each by its name, the fields of a group one by one", () => {
    const extra = { keep_alive: 1, options: { num_ctx: 8, mirostat: 0 } };
    const { kept, fields, told } = own({ extra, extraDialect: "ollama", seed: 7 }, "google");
    expect(kept).toEqual({ seed: 7 });
    expect(fields).toEqual(["extra.keep_alive", "extra.options.num_ctx", "extra.options.mirostat"]);
    expect(told[0]).toBe("a field of ollama, not carried to google");
  });

  test("that say nothing need no word", () => {
    const extra = { previous_response_id: null, include: [], text: {}, user: "" };
    expect(own({ extra, extraDialect: "openai-responses" }, "anthropic")).toEqual({ kept: {}, fields: [], told: [] });
  });

  test("are told with the word of ours that comes nearest, where there is one", () => {
    const request = { extra: { thinking: { type: "enabled", budget_tokens: 1 } }, extraDialect: "anthropic" };
    expect(own({ ...request, reasoning_effort: "low" }, "openai").told[0]).toContain("`reasoning_effort` says");
    expect(own(request, "openai").told[0]).not.toContain("reasoning_effort");
    expect(own({ ...request, extraDialect: "openai", reasoning_effort: "low" }, "google").told[0]).not.toContain(
      "says",
    );
  });

  test("are refused where the answer would be another without them", () => {
    const request = { extra: { previous_response_id: "resp_1" }, extraDialect: "openai-responses" };
    const refusal = { code: "unsupported_request", fault: "request", field: "extra.previous_response_id" };
    expect(() => own(request, "openai")).toThrow(expect.objectContaining(refusal));
    // A schema that our words hold too is only left out.
    const format = { extra: { generationConfig: { responseSchema: { type: "OBJECT" } } }, extraDialect: "google" };
    expect(own({ ...format, response_format: { type: "json_object" } }, "openai").fields).toHaveLength(1);
  });
});

describe("OpenAI's two dialects", () => {
  const shared = { service_tier: "flex", store: false, prompt_cache_key: "k", safety_identifier: "s" };

  test("share what has one name and one sense in both", () => {
    expect(own({ extra: { ...shared, prediction: {} }, extraDialect: "openai" }, "openai-responses")).toMatchObject({
      kept: { extra: shared },
      fields: [],
    });
    const read = { extra: { ...shared, truncation: "auto" }, extraDialect: "openai-responses" };
    expect(own(read, "openai")).toMatchObject({ kept: { extra: shared }, fields: ["extra.truncation"] });
    expect(own(read, "anthropic").fields).toHaveLength(5);
  });

  test("say how wordy an answer is in different places", () => {
    const chat = own({ extra: { verbosity: "low" }, extraDialect: "openai" }, "openai-responses");
    expect(chat).toMatchObject({ kept: { extra: { text: { verbosity: "low" } } }, fields: [] });
    const responses = own({ extra: { text: { verbosity: "low" } }, extraDialect: "openai-responses" }, "openai");
    expect(responses).toMatchObject({ kept: { extra: { verbosity: "low" } }, fields: [] });
  });
});
