import Anthropic from "@anthropic-ai/sdk";
import { type Judgement, parsedArguments } from "./judges.ts";

const REASONS: Record<string, string> = {
  end_turn: "stop",
  stop_sequence: "stop",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  tool_use: "tool_calls",
  refusal: "content_filter",
};

/** A judgement, and what only Anthropic tells. */
export interface MessageJudgement extends Judgement {
  id: string;
  model: string;
  reasoning: string;
  /** Signatures of its thinking, and what of it was redacted. */
  signatures: string[];
  /** Kinds of the blocks that only Anthropic knows. */
  others: string[];
  cacheWrite: number;
  webSearches: number;
  /** Tokens of rounds that are billed, and not in the client's totals. */
  compaction: { input: number; output: number };
}

/** What the `@anthropic-ai/sdk` client makes of an answer of the Messages API. */
export async function judgeMessage({ url, stream }: { url: string; stream: boolean }): Promise<MessageJudgement> {
  const client = new Anthropic({ apiKey: "judge", baseURL: url, maxRetries: 0 });
  const body = { model: "judged", max_tokens: 10, messages: [{ role: "user" as const, content: "judged" }] };
  if (!stream) {
    const message = await client.messages.create(body);
    return judged(message, message.usage);
  }
  // The client forgets the rounds that a stream's last word tells.
  let last: unknown;
  const running = client.messages.stream(body).on("streamEvent", (event) => {
    if (event.type === "message_delta") last = event.usage;
  });
  return judged(await running.finalMessage(), last);
}

function judged(
  { id, model, content, stop_reason: reason, usage, ...rest }: Anthropic.Message,
  told: unknown,
): MessageJudgement {
  const details = "stop_details" in rest ? rest.stop_details : undefined;
  const refusal = reason === "refusal" ? details?.explanation : undefined;
  const rounds = ((told as { iterations?: Round[] } | undefined)?.iterations ?? []).filter(
    ({ type }) => type === "compaction",
  );
  return {
    id,
    model,
    text: content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join(""),
    ...(refusal ? { refusal } : {}),
    reasoning: content.flatMap((block) => (block.type === "thinking" ? [block.thinking] : [])).join(""),
    signatures: content.flatMap((block) => {
      if (block.type === "thinking") return block.signature ? [block.signature] : [];
      return block.type === "redacted_thinking" ? [block.data] : [];
    }),
    toolCalls: content.flatMap((block) =>
      block.type === "tool_use"
        ? [{ id: block.id, name: block.name, arguments: parsedArguments(JSON.stringify(block.input)) }]
        : [],
    ),
    others: content
      .map(({ type }) => type)
      .filter((type) => !/^(text|thinking|redacted_thinking|tool_use)$/.test(type)),
    finishReason: REASONS[reason ?? ""] ?? "other",
    usage: {
      input: usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0),
      output: usage.output_tokens,
      cached: usage.cache_read_input_tokens ?? 0,
      reasoning: usage.output_tokens_details?.thinking_tokens ?? 0,
    },
    cacheWrite: usage.cache_creation_input_tokens ?? 0,
    webSearches: usage.server_tool_use?.web_search_requests ?? 0,
    compaction: {
      input: rounds.reduce((sum, round) => sum + round.input_tokens, 0),
      output: rounds.reduce((sum, round) => sum + round.output_tokens, 0),
    },
  };
}

interface Round {
  type: string;
  input_tokens: number;
  output_tokens: number;
}
