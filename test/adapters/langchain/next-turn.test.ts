import { AIMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { describe, expect, it } from "vitest";
import { ChatModelMall } from "../../../src/adapters/langchain.ts";
import type { RoutedReply, Router } from "../../../src/router.ts";
import { allOf, concat } from "../support/a-model.ts";

describe("the next turn", () => {
  const details = [
    { type: "text", dialect: "anthropic", text: "", signature: "s1" },
    { type: "encrypted", dialect: "anthropic", id: "same", data: "d1" },
    { type: "encrypted", dialect: "anthropic", id: "same", data: "d2" },
  ] as const;
  const call = {
    id: "c1",
    type: "function",
    function: { name: "weather", arguments: '{"city":"Oslo"}' },
    signature: "thought",
  } as const;

  /** A router whose one answer has all a provider wants back. */
  function answering(): { router: Router; seen: unknown[] } {
    const seen: unknown[] = [];
    const end = {
      cost: { usd: null, reason: "no price" } as const,
      modelAsked: "x",
      target: "a/x",
      attempts: [],
      latencyMs: 1,
      adaptations: [],
      decision: { asked: "m", route: "m", strategy: "manual", targets: [], dropped: [] },
    };
    const message = {
      role: "assistant",
      content: "let me see",
      tool_calls: [call],
      reasoning_details: details,
      anthropic_block_order: [1, 0],
    } as const;
    const router: Pick<Router, "generate" | "stream"> = {
      async generate(_name, request) {
        seen.push(request.messages);
        const choice = {
          index: 0,
          message,
          content: "let me see",
          reasoning: "hm",
          toolCalls: [call],
          finishReason: "tool_calls",
        } as const;
        return { ...choice, ...end, choices: [choice], raw: {} } satisfies RoutedReply;
      },
      async *stream(_name, request) {
        seen.push(request.messages);
        for (const detail of details) yield { reasoningDetails: [detail] };
        yield { reasoning: "hm" };
        yield { content: "let me see" };
        yield { toolCalls: [{ index: 0, id: "c1", name: "weather", arguments: "" }] };
        yield { toolCalls: [{ index: 0, arguments: '{"city":"Oslo"}', signature: "thought" }] };
        yield { finishReason: "tool_calls", end };
      },
    };
    return { router: router as Router, seen };
  }

  for (const how of ["invoke", "stream"] as const) {
    it(`has every thought and signature of an answer that came by ${how}, in order`, async () => {
      const { router, seen } = answering();
      const model = new ChatModelMall({ router, model: "m" });
      const said = how === "invoke" ? await model.invoke("hello") : concat(await allOf(await model.stream("hello")));
      const stored = JSON.parse(JSON.stringify({ ...said.additional_kwargs }));
      const answer = new AIMessage({
        content: said.content,
        tool_calls: said.tool_calls ?? [],
        additional_kwargs: stored,
      });
      await model.invoke([
        new HumanMessage("hello"),
        answer,
        new ToolMessage({ content: "sunny", tool_call_id: "c1" }),
      ]);
      expect(seen[1]).toEqual([
        { role: "user", content: "hello" },
        {
          role: "assistant",
          content: "let me see",
          tool_calls: [call],
          reasoning_details: details,
          ...(how === "invoke" && { anthropic_block_order: [1, 0] }),
        },
        { role: "tool", tool_call_id: "c1", content: "sunny" },
      ]);
      expect(said.additional_kwargs.reasoning_content).toBe("hm");
    });
  }
});
