import OpenAI from "openai";

/** What an official client made of an answer, in words that can be laid beside ours. */
export interface Judgement {
  text: string;
  refusal?: string;
  toolCalls: JudgedCall[];
  /** In our words: `stop`, `length`, `tool_calls`, `content_filter`, `other`. */
  finishReason: string;
  /** Absent where the provider said nothing of it. */
  usage?: JudgedUsage;
}

export interface JudgedCall {
  id: string;
  name: string;
  /** Parsed; the text itself where it is no JSON. */
  arguments: unknown;
}

/** Tokens as the client tells them: totals, and what of them was cached or thought. */
export interface JudgedUsage {
  input: number;
  output: number;
  cached: number;
  reasoning: number;
}

/** How a judge reaches the replayed answer. */
export interface JudgeOptions {
  /** Of the replay; the recorded path stands below it. */
  url: string;
  /** Whether the recorded answer is a stream. */
  stream: boolean;
}

/** What the `openai` client makes of an answer of the Responses API. */
export async function judgeResponse({ url, stream }: JudgeOptions): Promise<Judgement> {
  const body = { model: "judged", input: "judged" };
  const { responses } = openaiAt(url);
  if (!stream) return judged(await responses.create(body));
  // Not its accumulator: that one refuses events newer than itself, and takes an `output` that some services leave empty
  // in their last event for the whole answer.
  let last: OpenAI.Responses.Response | undefined;
  const items: OpenAI.Responses.ResponseOutputItem[] = [];
  for await (const event of await responses.create({ ...body, stream: true })) {
    if (event.type === "response.output_item.done") items[event.output_index] = event.item;
    const isEnd = event.type === "response.completed" || event.type === "response.incomplete";
    if (isEnd || event.type === "response.failed") last = event.response;
  }
  if (last === undefined) throw new Error("the stream had no end");
  const output = last.output.length > 0 ? last.output : items.filter((item) => item !== undefined);
  return judged({ ...last, output, output_text: textOf(output) });
}

function openaiAt(url: string): OpenAI {
  return new OpenAI({ apiKey: "judge", baseURL: url, maxRetries: 0 });
}

function judged(response: OpenAI.Responses.Response): Judgement {
  const { output, output_text: text, usage } = response;
  const refusal = output
    .flatMap((item) => (item.type === "message" ? item.content : []))
    .flatMap((part) => (part.type === "refusal" ? [part.refusal] : []));
  const toolCalls = output.flatMap((item) => {
    if (item.type === "function_call") return [judgedCall(item.call_id, item.name, parsedArguments(item.arguments))];
    return item.type === "custom_tool_call" ? [judgedCall(item.call_id, item.name, { input: item.input })] : [];
  });
  return {
    text,
    ...(refusal.length === 0 ? {} : { refusal: refusal.join("") }),
    toolCalls,
    finishReason: finishOf(response, toolCalls.length > 0),
    ...(usage === undefined || usage === null
      ? {}
      : {
          usage: {
            input: usage.input_tokens,
            output: usage.output_tokens,
            cached: usage.input_tokens_details?.cached_tokens ?? 0,
            reasoning: usage.output_tokens_details?.reasoning_tokens ?? 0,
          },
        }),
  };
}

function judgedCall(id: string, name: string, args: unknown): JudgedCall {
  return { id, name, arguments: args };
}

// The client has no word for it: the API tells a status, and why an answer is not whole.
function finishOf({ status, incomplete_details: incomplete }: OpenAI.Responses.Response, hasCalls: boolean): string {
  if (status === "completed") return hasCalls ? "tool_calls" : "stop";
  if (incomplete?.reason === "max_output_tokens") return "length";
  return incomplete?.reason === "content_filter" ? "content_filter" : "other";
}

function textOf(output: readonly OpenAI.Responses.ResponseOutputItem[]): string {
  return output
    .flatMap((item) => (item.type === "message" ? item.content : []))
    .map((part) => (part.type === "output_text" ? part.text : ""))
    .join("");
}

/** Parsed arguments; the text itself where it is no JSON, so that nothing is judged equal that is not. */
export function parsedArguments(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
