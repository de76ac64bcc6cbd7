import { afterAll, describe, expect, it } from "vitest";
import type { ChatChunk, DecodedReply, ReasoningDetail } from "../../../src/chat.ts";
import type { CallContext } from "../../../src/dialect.ts";
import { anthropic } from "../../../src/dialects/anthropic.ts";
import { anthropic as provider } from "../../../src/providers/anthropic.ts";
import { jsonEqual } from "../../../src/util/json-equal.ts";
import { isRecord } from "../../../src/util/record.ts";
import { createWire } from "../../../src/wire/create-wire.ts";
import { judgeMessage, type MessageJudgement } from "../../support/judge-message.ts";
import { parsedArguments } from "../../support/judges.ts";
import { startReplay } from "../../support/recorded-calls.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { fixtures, recordedMessages } from "./support/recordings.ts";

const wire = createWire({ env: {} });
afterAll(() => wire.close());

const context = (model: string, stream = false): CallContext => ({ model, provider, facts: {}, stream });

const answers = withoutSharedData === undefined ? [...recordedMessages(), ...fixtures()] : [];

describe.skipIf(withoutSharedData !== undefined)("recorded answers", () => {
  it("are all there", () => {
    expect(answers.length).toBeGreaterThan(110);
  });

  // A second message_start in one stream: the official client refuses both; ours takes a mere repetition.
  const spliced = answers.filter(({ name }) => /(duplicate|spliced)-message-start/.test(name));
  const judgeable = answers.filter((answer) => !spliced.includes(answer));

  it.each(byName(judgeable))("%s reads as the official client reads it", async (_, answer) => {
    await using replay = await startReplay(answer);
    const theirs = await judgeMessage({ url: replay.url, stream: answer.stream });
    const ours = answer.stream ? await readStream(replay.url) : await readReply(replay.url);
    expect(comparable(ours)).toEqual(expected(theirs));
  });

  it.each(byName(spliced))(
    "%s is taken where it repeats itself and refused where it begins anew",
    async (_, answer) => {
      await using replay = await startReplay(answer);
      await expect(judgeMessage({ url: replay.url, stream: true })).rejects.toThrow(/message_start/);
      if (answer.name.includes("duplicate")) expect((await readStream(replay.url)).content).toBe("Hello, World!");
      else await expect(readStream(replay.url)).rejects.toMatchObject({ code: "malformed_answer", retryable: true });
    },
  );

  const streams = judgeable
    .filter(({ stream }) => stream)
    .sort((a, b) => a.response.body.length - b.response.body.length);

  it("read the same cut at every byte, one with each kind of content", async () => {
    const kinds = ["thinking_delta", "input_json_delta", "citations_delta", "server_tool_use", "text_delta"];
    const sample = new Set(kinds.flatMap((kind) => streams.find(({ response }) => response.body.includes(kind)) ?? []));
    expect(sample.size).toBeGreaterThanOrEqual(3);
    for (const answer of sample) {
      await using whole = await startReplay(answer);
      await using pieces = await startReplay(answer, { every: 1 });
      expect(await readStream(pieces.url)).toEqual(await readStream(whole.url));
    }
  });

  it("are never taken for whole when they are cut before their end marker", async () => {
    for (const { response } of streams.slice(0, 12)) {
      const decoder = anthropic.createStreamDecoder(context("m", true));
      const text = response.body.toString("utf8");
      for (const data of events(text.slice(0, text.lastIndexOf("event: message_stop")))) decoder.push({ data });
      expect(decoder.ended).toBe(false);
    }
  });

  const replies = answers.filter(({ stream }) => !stream);

  it.each(byName(replies))("%s can be sent back as it came", (_, { response }) => {
    const body = JSON.parse(response.body.toString("utf8"));
    const reply = anthropic.decodeReply(body, context("m"));
    const message = reply.choices[0]?.message;
    if (message === undefined) throw new Error("no answer");
    const hello = { role: "user", content: "hello" } as const;
    const again = anthropic.encodeRequest({ messages: [hello, message, hello] }, context("claude-opus-4-6"));
    const sent = again.body.messages as { role: string; content: unknown }[];
    const turn = sent.find(({ role }) => role === "assistant")?.content ?? [];
    expect(again.adaptations.map(({ field }) => field).filter((field) => field !== "max_tokens")).toEqual(
      body.content.length === 0 && message.refusal === undefined ? ["messages[1]"] : [],
    );
    expect(blocksOf(turn)).toEqual(
      body.content.length === 0 && message.refusal ? [{ type: "text", text: message.refusal }] : joined(body.content),
    );
  });
});

function byName<Call extends { name: string }>(calls: readonly Call[]): (readonly [string, Call])[] {
  return calls.map((call) => [call.name, call] as const);
}

function events(text: string): string[] {
  return text.split("\n").flatMap((line) => (line.startsWith("data:") ? [line.slice(5).trim()] : []));
}

interface Read {
  content: string;
  reasoning: string;
  refusal?: string | null | undefined;
  calls: { id: string; name: string; arguments: string }[];
  details: ReasoningDetail[];
  finishReason: string | undefined;
  id: string | undefined;
  model: string | undefined;
  usage: DecodedReply["usage"];
}

async function readReply(url: string): Promise<Read> {
  const answer = await send(url);
  const { choices, id, modelServed, usage } = anthropic.decodeReply(await answer.json(), context("m"));
  const [choice] = choices;
  if (choice === undefined) throw new Error("no choice");
  return {
    content: choice.content,
    reasoning: choice.reasoning ?? "",
    refusal: choice.message.refusal,
    calls: choice.toolCalls.map((call) => ({ id: call.id, ...call.function })),
    details: [...(choice.message.reasoning_details ?? [])],
    finishReason: choice.finishReason,
    id,
    model: modelServed,
    usage,
  };
}

async function readStream(url: string): Promise<Read> {
  const answer = await send(url);
  const decoder = anthropic.createStreamDecoder(context("m", true));
  const read: Read = {
    content: "",
    reasoning: "",
    calls: [],
    details: [],
    finishReason: "",
    id: "",
    model: "",
    usage: undefined,
  };
  const add = (chunk: ChatChunk) => {
    read.content += chunk.content ?? "";
    read.reasoning += chunk.reasoning ?? "";
    if (chunk.refusal !== undefined) read.refusal = chunk.refusal;
    read.details.push(...(chunk.reasoningDetails ?? []));
    for (const { index, id, name, arguments: text } of chunk.toolCalls ?? []) {
      read.calls[index] ??= { id: id ?? "", name: name ?? "", arguments: "" };
      read.calls[index].arguments += text ?? "";
    }
  };
  for await (const event of answer.events("sse")) {
    const chunk = decoder.push(event);
    if (chunk !== undefined) add(chunk);
  }
  if (!decoder.ended) throw new Error("not ended");
  const { finishReason, id, modelServed: model, usage } = decoder.finish();
  return { ...read, finishReason, id, model, usage };
}

async function send(url: string) {
  return wire.send(
    { method: "POST", url: `${url}/v1/messages`, headers: {}, body: "{}" },
    { target: "a/m", secrets: [] },
  );
}

function comparable({ calls, details, usage, ...read }: Read) {
  return {
    ...read,
    refusal: read.refusal ?? undefined,
    calls: calls.map((call) => ({ ...call, arguments: parsedArguments(call.arguments) })),
    signatures: details.flatMap(({ signature, data }) => signature ?? data ?? []),
    others: details.flatMap(({ value }) => (isRecord(value) ? [value.type] : [])),
    usage: usage && {
      input: usage.totalInput,
      output: usage.totalOutput,
      cached: usage.cacheRead,
      reasoning: usage.reasoning,
      cacheWrite: usage.cacheWrite + usage.cacheWrite1h,
      webSearches: usage.webSearches ?? 0,
      suspect: usage.suspect,
    },
  };
}

function expected({ text, toolCalls, usage, cacheWrite, webSearches, compaction, refusal, ...rest }: MessageJudgement) {
  return {
    ...rest,
    content: text,
    refusal,
    calls: toolCalls,
    // The client keeps the name of the model that was asked, where another stood in for it.
    model: rest.others.includes("fallback") ? "claude-opus-4-8" : rest.model,
    usage: usage && {
      ...usage,
      input: usage.input + compaction.input,
      output: usage.output + compaction.output,
      cacheWrite,
      webSearches,
      suspect: undefined,
    },
  };
}

function blocksOf(content: unknown): unknown {
  return typeof content === "string" ? [{ type: "text", text: content }] : content;
}

/** Blocks as they go back: plain text in one, the caller of a call named only where it is not the model itself. */
function joined(content: Record<string, unknown>[]): unknown[] {
  const blocks = content.flatMap((block): Record<string, unknown>[] => {
    const { citations, caller, ...rest } = block;
    if (block.type === "text") {
      if (block.text === "") return [];
      return [Array.isArray(citations) && citations.length > 0 ? block : rest];
    }
    if (block.type !== "tool_use") return [block];
    return [jsonEqual(caller, { type: "direct" }) || caller === undefined ? rest : block];
  });
  const isPlain = blocks.every((block) => block.type !== "text" || !("citations" in block));
  const kinds = blocks.map(({ type }) => (type === "text" ? "c" : type === "tool_use" ? "t" : "r")).join("");
  if (!isPlain || !/^r*c+t*$/.test(kinds)) return blocks;
  const text = blocks.map((block) => block.text ?? "").join("");
  const at = blocks.findIndex(({ type }) => type === "text");
  return [...blocks.slice(0, at), { type: "text", text }, ...blocks.filter(({ type }) => type === "tool_use")];
}
