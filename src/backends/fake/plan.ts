import type { ChatChoice, ChatRequest, FinishReason, ToolCall } from "../../chat.ts";
import { usageOf } from "../../dialect/usage.ts";
import type { Usage } from "../../usage.ts";
import { type FakeAnswer, type FakeCall, textOf } from "./script.ts";

/** A scripted answer with everything decided. */
export interface FakePlan {
  readonly id: string;
  readonly modelServed: string;
  readonly text: string;
  readonly pieces: readonly string[];
  readonly reasoning: string | undefined;
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason: FinishReason;
  /** Absent where nothing is said of it. */
  readonly usage: Usage | undefined;
}

/** What a scripted answer means for a call. */
export function planOf(answer: FakeAnswer, call: FakeCall): FakePlan {
  const text = answer.json === undefined ? (answer.text ?? answer.pieces?.join("") ?? "") : JSON.stringify(answer.json);
  const pieces = answer.pieces ?? wordsOf(text);
  const toolCalls = (answer.toolCalls ?? []).map(
    ({ id, name, arguments: given = {} }, index): ToolCall => ({
      id: id ?? `call_${index}`,
      type: "function",
      function: { name, arguments: typeof given === "string" ? given : JSON.stringify(given) },
    }),
  );
  const { usage, reasoning } = answer;
  const counted = { input: wordsIn(call.request), output: pieces.length, reasoning: wordsOf(reasoning ?? "").length };
  return {
    id: `fake-${call.number}`,
    modelServed: answer.modelServed ?? call.model,
    text,
    pieces,
    reasoning,
    toolCalls,
    finishReason: answer.finishReason ?? (toolCalls.length > 0 ? "tool_calls" : "stop"),
    usage: usage === null ? undefined : usageOf(usage ?? counted),
  };
}

/** The one choice of a planned answer. */
export function choiceIn({ text, reasoning, toolCalls, finishReason }: FakePlan): ChatChoice {
  return {
    index: 0,
    content: text,
    toolCalls,
    finishReason,
    message: {
      role: "assistant",
      content: text === "" && toolCalls.length > 0 ? null : text,
      ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
    },
    ...(reasoning !== undefined && { reasoning }),
  };
}

/** A text word by word, each with the space behind it. */
export function wordsOf(text: string): string[] {
  return text.match(/\S+\s*|\s+/g) ?? [];
}

function wordsIn({ messages }: ChatRequest): number {
  return messages.reduce((sum, { content }) => sum + wordsOf(textOf(content)).length, 0);
}
