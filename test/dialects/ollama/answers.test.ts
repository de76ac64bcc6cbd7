import { describe, expect, it } from "vitest";
import { CallError } from "../../../src/call-error.ts";
import type { CallContext, EmbeddingDialect } from "../../../src/dialect.ts";
import { ollama } from "../../../src/dialects/ollama.ts";
import { ollama as provider } from "../../../src/providers/ollama.ts";

const context: CallContext = { model: "qwen3:4b", provider, facts: {}, stream: false };
const CALL = { function: { name: "get_weather", arguments: { city: "Tokyo" } } };

function answer(more: object) {
  return {
    model: "qwen3:4b",
    created_at: "2026-08-04T19:58:15Z",
    message: { role: "assistant", content: "" },
    done: true,
    ...more,
  };
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof CallError) return error.code;
    throw error;
  }
  return "none";
}

describe("an answer of Ollama", () => {
  it("is read whole: text, thinking, calls, end and usage", () => {
    const message = { role: "assistant", content: "Sunny", thinking: "Hm.", tool_calls: [CALL] };
    const reply = ollama.decodeReply(
      answer({ message, done_reason: "stop", prompt_eval_count: 12, eval_count: 34 }),
      context,
    );
    expect(reply).toMatchObject({ modelServed: "qwen3:4b", usage: { input: 12, output: 34, totalInput: 12 } });
    const [choice] = reply.choices;
    expect(choice).toMatchObject({
      content: "Sunny",
      reasoning: "Hm.",
      finishReason: "tool_calls",
      finishReasonRaw: "stop",
      toolCalls: [{ type: "function", function: { name: "get_weather", arguments: '{"city":"Tokyo"}' } }],
      message: { reasoning_details: [{ type: "text", dialect: "ollama", text: "Hm." }] },
    });
  });

  it("gives calls without an id one that is the same each time and another in another answer", () => {
    const idOf = (created_at: string) => {
      const message = { content: "", tool_calls: [CALL, CALL] };
      return ollama.decodeReply(answer({ message, created_at }), context).choices[0]?.toolCalls.map(({ id }) => id);
    };
    const ids = idOf("1");
    expect(idOf("1")).toEqual(ids);
    expect(new Set([...(ids ?? []), ...(idOf("2") ?? [])]).size).toBe(4);
  });

  it("tells no usage where the length of a cached prompt is unknown", () => {
    expect(ollama.decodeReply(answer({ eval_count: 34 }), context)).not.toHaveProperty("usage");
    expect(ollama.decodeReply(answer({ prompt_eval_count: 3 }), context).usage).toMatchObject({ input: 3, output: 0 });
  });

  it("is an error where it is none", () => {
    for (const body of [undefined, null, "text", [], {}, answer({ message: null }), answer({ done: false })]) {
      expect(codeOf(() => ollama.decodeReply(body, context))).toBe("malformed_answer");
    }
    const broken = { error: "llama runner process has terminated: exit status 2" };
    expect(codeOf(() => ollama.decodeReply(broken, context))).toBe("server_error");
  });

  it("never trips over wrong types", () => {
    const odd = { content: 7, thinking: [], tool_calls: [null, {}, { function: 1 }, { function: { name: 2 } }] };
    const reply = ollama.decodeReply(answer({ message: odd, done_reason: 5, eval_count: "x", logprobs: {} }), context);
    expect(reply.choices[0]).toMatchObject({ content: "", toolCalls: [{ function: { name: "", arguments: "{}" } }] });
  });
});

describe("a stream of Ollama", () => {
  const line = (value: object) => ({ data: JSON.stringify(value) });

  it("brings pieces and ends with the line that says done", () => {
    const decoder = ollama.createStreamDecoder(context);
    const chunks = [
      answer({ message: { content: "", thinking: "Hm" }, done: false }),
      answer({ message: { content: "", thinking: "." }, done: false }),
      answer({ message: { content: "Sunny" }, done: false }),
      answer({ message: { content: "", tool_calls: [{ ...CALL, id: "a" }] }, done: false }),
      answer({ message: { content: "", tool_calls: [{ ...CALL, id: "b" }] }, done: false }),
    ].map((value) => decoder.push(line(value)));
    expect(chunks).toEqual([
      { reasoning: "Hm" },
      { reasoning: "." },
      { content: "Sunny" },
      { toolCalls: [{ index: 0, id: "a", name: "get_weather", arguments: '{"city":"Tokyo"}' }] },
      { toolCalls: [{ index: 1, id: "b", name: "get_weather", arguments: '{"city":"Tokyo"}' }] },
    ]);
    expect(decoder.ended).toBe(false);
    expect(decoder.push(line(answer({ done_reason: "stop", prompt_eval_count: 1, eval_count: 2 })))).toBeUndefined();
    expect(decoder.ended).toBe(true);
    expect(decoder.finish()).toMatchObject({
      finishReason: "tool_calls",
      finishReasonRaw: "stop",
      modelServed: "qwen3:4b",
      usage: { input: 1, output: 2 },
      reasoningDetails: [{ type: "text", dialect: "ollama", text: "Hm." }],
    });
    expect(decoder.push(line(answer({ message: { content: "more" } })))).toBeUndefined();
  });

  it("is an error where a line says so, or is no line", () => {
    const push = (data: string) => codeOf(() => ollama.createStreamDecoder(context).push({ data }));
    expect(push('{"error":"llama runner process has terminated: exit status 2"}')).toBe("server_error");
    for (const data of ["", "nonsense", "null", "[]", '{"message":']) expect(push(data)).toBe("malformed_answer");
  });
});

describe("embeddings of Ollama", () => {
  it("are asked for and read, and what cannot be said is told", () => {
    const embedding: EmbeddingDialect = ollama.embedding;
    const { path, body, adaptations } = embedding.encode(
      { input: ["a", "b"], dimensions: 3, task: "query", extra: { truncate: false } },
      context,
    );
    expect({ path, body }).toEqual({
      path: "api/embed",
      body: { model: "qwen3:4b", input: ["a", "b"], dimensions: 3, truncate: false },
    });
    expect(adaptations.map(({ field }) => field)).toEqual(["task"]);
    expect(embedding.decode({ model: "m", embeddings: [[1, 2]], prompt_eval_count: 4 }, context)).toMatchObject({
      embeddings: [[1, 2]],
      modelServed: "m",
      usage: { input: 4, totalInput: 4 },
    });
    for (const broken of [null, {}, { embeddings: [1] }, { embeddings: [["x"]] }]) {
      expect(codeOf(() => embedding.decode(broken, context))).toBe("malformed_answer");
    }
  });
});
