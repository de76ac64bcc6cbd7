import type { ChatChunk, DecodedReply, ReasoningDetail } from "../../../../src/chat.ts";
import type { CallContext, WireEvent } from "../../../../src/dialect.ts";
import { openaiResponses } from "../../../../src/dialects/openai-responses.ts";
import type { Wire } from "../../../../src/wire.ts";
import { type Judgement, parsedArguments } from "../../../support/judges.ts";

/** What we read in an answer, beside what a judge would say of it. */
export interface ReadAnswer {
  judgement: Judgement;
  reasoning: string;
  details: readonly ReasoningDetail[];
  annotations: readonly unknown[];
  images: number;
  finishReasonRaw: string | undefined;
  /** Of a stream: whether its end marker came. */
  ended: boolean;
}

/** Reads an answer from a real socket through our wire and dialect. */
export async function readAnswer(wire: Wire, url: string, context: CallContext): Promise<ReadAnswer> {
  const answer = await wire.send(
    { method: "POST", url: `${url}/responses`, headers: { "content-type": "application/json" }, body: "{}" },
    { target: "replay/model", secrets: [] },
  );
  if (!context.stream) return readReply(openaiResponses.decodeReply(await answer.json(), context));
  const events: WireEvent[] = [];
  for await (const event of answer.events("sse")) events.push(event);
  return readEvents(events, context);
}

/** What a reply says. */
export function readReply({ choices, usage }: DecodedReply): ReadAnswer {
  const [choice] = choices;
  if (choice === undefined) throw new Error("no choice");
  const { content, message, reasoning = "", annotations = [], finishReason, finishReasonRaw } = choice;
  const parts = Array.isArray(message.content) ? message.content : [];
  return {
    judgement: judgement(content, message.refusal ?? "", choice.toolCalls, finishReason, usage),
    reasoning,
    details: message.reasoning_details ?? [],
    annotations,
    images: parts.filter(({ type }) => type === "image_url").length,
    finishReasonRaw,
    ended: true,
  };
}

interface StreamedCall {
  id: string;
  function: { name: string; arguments: string };
}

/** What a stream of events says. */
export function readEvents(events: readonly WireEvent[], context: CallContext): ReadAnswer {
  const decoder = openaiResponses.createStreamDecoder(context);
  const chunks: ChatChunk[] = events.flatMap((event) => decoder.push(event) ?? []);
  const last = decoder.finish();
  const calls: StreamedCall[] = [];
  for (const { index, id = "", name = "", arguments: text = "" } of chunks.flatMap(({ toolCalls = [] }) => toolCalls)) {
    calls[index] ??= { id: "", function: { name: "", arguments: "" } };
    const call = calls[index];
    call.id += id;
    call.function.name += name;
    call.function.arguments += text;
  }
  const joined = (key: "content" | "reasoning" | "refusal") => chunks.map((chunk) => chunk[key] ?? "").join("");
  return {
    judgement: judgement(joined("content"), joined("refusal"), calls, last.finishReason ?? "", last.usage),
    reasoning: joined("reasoning"),
    details: chunks.flatMap(({ reasoningDetails = [] }) => reasoningDetails),
    annotations: chunks.flatMap(({ annotations = [] }) => annotations),
    images: chunks.flatMap(({ parts = [] }) => parts).length,
    finishReasonRaw: last.finishReasonRaw,
    ended: decoder.ended,
  };
}

function judgement(
  text: string,
  refusal: string,
  calls: readonly { id: string; function: { name: string; arguments: string } }[],
  finishReason: string,
  usage: DecodedReply["usage"],
): Judgement {
  return {
    text,
    ...(refusal === "" ? {} : { refusal }),
    toolCalls: calls.map(({ id, function: { name, arguments: text } }) => ({
      id,
      name,
      arguments: parsedArguments(text),
    })),
    finishReason,
    ...(usage === undefined
      ? {}
      : {
          usage: {
            input: usage.totalInput,
            output: usage.totalOutput,
            cached: usage.cacheRead,
            reasoning: usage.reasoning,
          },
        }),
  };
}
