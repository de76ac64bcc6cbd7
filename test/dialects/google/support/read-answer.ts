import type { ChatChunk, DecodedReply } from "../../../../src/chat.ts";
import type { CallContext } from "../../../../src/dialect.ts";
import { google } from "../../../../src/dialects/google.ts";
import type { Usage } from "../../../../src/usage.ts";
import type { Wire } from "../../../../src/wire.ts";
import type { Reading } from "./judge.ts";

/** What our dialect makes of the answer a server gives. */
export async function readAnswer(wire: Wire, url: string, context: CallContext): Promise<Reading> {
  const request = { method: "POST", url, headers: {}, body: "{}" } as const;
  const answer = await wire.send(request, { target: "replay", secrets: [] });
  if (!context.stream) return ofReply(google.decodeReply(await answer.json(), context));
  const decoder = google.createStreamDecoder(context);
  const chunks: ChatChunk[] = [];
  for await (const event of answer.events(google.framing)) {
    for (let chunk = decoder.push(event); chunk !== undefined; chunk = decoder.more?.()) chunks.push(chunk);
  }
  if (!decoder.ended) throw new Error("the stream has no end");
  return ofChunks([...chunks, decoder.finish()]);
}

/** What the chunks of one answer say together. */
export function ofChunks(chunks: readonly ChatChunk[]): Reading {
  const calls: { id: string; name: string; text: string }[] = [];
  for (const { toolCalls = [] } of chunks) {
    for (const { index, id = "", name = "", arguments: text = "" } of toolCalls) {
      const call = calls[index];
      if (call === undefined) calls[index] = { id, name, text };
      else call.text += text;
    }
  }
  const last = chunks.at(-1);
  return {
    text: chunks.map(({ content = "" }) => content).join(""),
    reasoning: chunks.map(({ reasoning = "" }) => reasoning).join(""),
    calls: calls.map(({ id, name, text }) => call(id, name, text)),
    finish: last?.finishReasonRaw,
    usage: usageOf(last?.usage),
    model: last?.modelServed,
  };
}

function ofReply({ choices: [choice], usage, modelServed }: DecodedReply): Reading {
  return {
    text: choice?.content ?? "",
    reasoning: choice?.reasoning ?? "",
    calls: (choice?.toolCalls ?? []).map(({ id, function: { name, arguments: text } }) => call(id, name, text)),
    finish: choice?.finishReasonRaw,
    usage: usageOf(usage),
    model: modelServed,
  };
}

function call(id: string, name: string, text: string): Reading["calls"][number] {
  return { name, args: JSON.parse(text), ...(id.startsWith("gcall_") ? {} : { id }) };
}

function usageOf(usage: Usage | undefined): Reading["usage"] {
  if (usage === undefined) return undefined;
  const { totalInput: input, totalOutput: output, cacheRead, audioCacheRead, reasoning } = usage;
  return { input, output, cached: cacheRead + audioCacheRead, reasoning };
}
