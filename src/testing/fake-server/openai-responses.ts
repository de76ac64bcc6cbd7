import { type FakePlan, wordsOf } from "../../backends/fake/plan.ts";
import { argumentPieces, sse, type WireFormat, type WireText } from "./wire-format.ts";

/** Responses (https://platform.openai.com/docs/api-reference/responses). */
export const openaiResponsesFormat: WireFormat = {
  contentType: "text/event-stream",
  body: (plan) => response(plan),
  events(plan) {
    const events: WireText[] = [];
    const say = (type: string, fields: object, isContent = false): void => {
      events.push(sse({ type, sequence_number: events.length, ...fields }, { event: type, isContent }));
    };
    say("response.created", { response: { ...response(plan), status: "in_progress", output: [], usage: null } });
    for (const [index, item] of itemsOf(plan).entries()) {
      say("response.output_item.added", { output_index: index, item: begun(item) });
      const place = { item_id: item.id, output_index: index };
      if (item.type === "reasoning")
        for (const delta of wordsOf(plan.reasoning ?? ""))
          say("response.reasoning_summary_text.delta", { ...place, summary_index: 0, delta }, true);
      if (item.type === "message") {
        const part = { type: "output_text", text: "", annotations: [] };
        say("response.content_part.added", { ...place, content_index: 0, part });
        for (const delta of plan.pieces) say("response.output_text.delta", { ...place, content_index: 0, delta }, true);
        say("response.output_text.done", { ...place, content_index: 0, text: plan.text });
      }
      if (item.type === "function_call") {
        for (const delta of argumentPieces(item.arguments))
          say("response.function_call_arguments.delta", { ...place, delta }, true);
        say("response.function_call_arguments.done", { ...place, arguments: item.arguments });
      }
      say("response.output_item.done", { output_index: index, item });
    }
    const isWhole = plan.finishReason !== "length";
    say(isWhole ? "response.completed" : "response.incomplete", { response: response(plan) });
    return events;
  },
  refusal: ({ code, message }) => ({ error: { message, type: code, param: null, code } }),
};

type Item =
  | { type: "reasoning"; id: string; summary: readonly object[] }
  | { type: "message"; id: string; role: "assistant"; status: string; content: readonly object[] }
  | { type: "function_call"; id: string; call_id: string; name: string; arguments: string; status: string };

function itemsOf({ text, reasoning, toolCalls }: FakePlan): Item[] {
  const items: Item[] = [];
  if (reasoning !== undefined)
    items.push({ type: "reasoning", id: "rs_0", summary: [{ type: "summary_text", text: reasoning }] });
  if (text !== "" || toolCalls.length === 0) {
    const content = [{ type: "output_text", text, annotations: [], logprobs: [] }];
    items.push({ type: "message", id: "msg_0", role: "assistant", status: "completed", content });
  }
  for (const { id, function: called } of toolCalls)
    items.push({ type: "function_call", id: `fc_${id}`, call_id: id, ...called, status: "completed" });
  return items;
}

/** An item as it is told at its beginning. */
function begun(item: Item): object {
  if (item.type === "message") return { ...item, status: "in_progress", content: [] };
  return item.type === "reasoning" ? { ...item, summary: [] } : { ...item, status: "in_progress", arguments: "" };
}

function response(plan: FakePlan) {
  const { id, modelServed, finishReason, usage } = plan;
  const isWhole = finishReason !== "length";
  return {
    id,
    object: "response",
    created_at: 1_700_000_000,
    status: isWhole ? "completed" : "incomplete",
    error: null,
    incomplete_details: isWhole ? null : { reason: "max_output_tokens" },
    model: modelServed,
    output: itemsOf(plan),
    usage:
      usage === undefined
        ? null
        : {
            input_tokens: usage.totalInput,
            input_tokens_details: { cached_tokens: usage.cacheRead },
            output_tokens: usage.totalOutput,
            output_tokens_details: { reasoning_tokens: usage.reasoning },
            total_tokens: usage.totalInput + usage.totalOutput,
          },
  };
}
