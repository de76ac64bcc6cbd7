import type { ChatChunk, DecodedReply } from "../../../../src/chat.ts";
import type { CallContext, WireEvent } from "../../../../src/dialect.ts";
import { openai } from "../../../../src/dialects/openai.ts";
import type { Usage } from "../../../../src/usage.ts";
import type { Wire } from "../../../../src/wire.ts";
import { type Reading, readCall } from "./judge.ts";

/** Reads an answer from a real socket through our wire and dialect. */
export async function readAnswer(wire: Wire, url: string, context: CallContext) {
  const answer = await wire.send(
    { method: "POST", url: `${url}/chat/completions`, headers: { "content-type": "application/json" }, body: "{}" },
    { target: "replay/model", secrets: [] },
  );
  if (!context.stream) return ofReply(openai.decodeReply(await answer.json(), context));
  const events: WireEvent[] = [];
  for await (const event of answer.events("sse")) events.push(event);
  return ofStream(events, context);
}

/** What a stream of events says. */
export function ofStream(events: readonly WireEvent[], context: CallContext) {
  const decoder = openai.createStreamDecoder(context);
  const chunks: ChatChunk[] = [];
  for (const event of events) {
    for (let chunk = decoder.push(event); chunk !== undefined; chunk = decoder.more?.()) chunks.push(chunk);
  }
  const last = decoder.finish();
  const choices: (Reading["choices"][number] & { open: { name: string; arguments: string }[] })[] = [];
  for (const chunk of chunks) {
    const { index = 0, content = "", refusal = "", toolCalls = [], finishReasonRaw } = chunk;
    choices[index] ??= { text: "", refusal: "", calls: [], open: [], finish: "" };
    const choice = choices[index];
    choice.text += content;
    choice.refusal += refusal;
    if (finishReasonRaw !== undefined) choice.finish = finishReasonRaw;
    for (const call of toolCalls) {
      choice.open[call.index] ??= { name: "", arguments: "" };
      const open = choice.open[call.index] as { name: string; arguments: string };
      open.name += call.name ?? "";
      open.arguments += call.arguments ?? "";
    }
  }
  return {
    reading: { choices: choices.map(({ open, ...said }) => ({ ...said, calls: open.map(readCall) })) },
    usage: last.usage,
    ended: decoder.ended,
    chunks,
    last,
  };
}

function ofReply(reply: DecodedReply) {
  const choices = reply.choices.map(({ content, message, toolCalls, finishReasonRaw = "" }) => ({
    text: content,
    refusal: message.refusal ?? "",
    calls: toolCalls.map((call) => readCall(call.function)),
    finish: finishReasonRaw,
  }));
  return { reading: { choices }, usage: reply.usage, ended: true };
}

/** Our usage in the official client's words; tokens of thinking told beside `completion_tokens` are among the output. */
export function agreeing(usage: Usage | undefined, judged: Reading["usage"]): Reading["usage"] {
  if (usage === undefined || judged === undefined) return undefined;
  const isOutside = judged.output + usage.reasoning === usage.totalOutput;
  return { input: usage.totalInput, output: isOutside ? judged.output : usage.totalOutput, total: judged.total };
}
