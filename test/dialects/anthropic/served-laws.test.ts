import { describe, expect, test } from "vitest";
import type { AssistantMessage } from "../../../src/chat.ts";
import { isOpaque } from "../../../src/dialect/carried-thoughts.ts";
import { anthropicServed } from "../../../src/dialects/anthropic/served.ts";
import { anthropic } from "../../../src/dialects/anthropic.ts";
import type { Usage } from "../../../src/usage.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { answered } from "../support/answered.ts";
import {
  type Answered,
  aCall,
  detailsOf,
  readAgain,
  recordedAnswers,
  type Said,
  type SaidChoice,
  saidIn,
  totals,
} from "../support/served.ts";
import { fixtures, recordedMessages } from "./support/recordings.ts";

const all = withoutSharedData === undefined ? recordedAnswers() : [];
const own = (withoutSharedData === undefined ? [...recordedMessages(), ...fixtures()] : []).flatMap((answer) =>
  answered(anthropic, { ...answer, text: answer.response.body.toString("utf8") }),
);
const foreign = all.filter(({ dialect }) => dialect !== "anthropic");

/** What we wrote of an answer, read again. */
const again = (answer: Answered) => readAgain(anthropicServed, anthropic, answer);

/** What Anthropic has words for: one answer, a refusal as its end or as text, objects as arguments. */
function inItsWords({ choices, usage }: Said): Said {
  const [first] = choices;
  const { text, refusal, calls, finish, ...choice } = first as SaidChoice;
  const isRefused = finish === "content_filter";
  return {
    usage,
    choices: [
      {
        ...choice,
        text: isRefused || text !== "" ? text : refusal,
        refusal: isRefused ? refusal : "",
        calls: calls.map(({ name, arguments: given }, index) => ({
          id: String(index),
          name,
          arguments: asObject(given),
        })),
        finish: endOf(finish, calls.length > 0),
      },
    ],
  };
}

function endOf(finish: SaidChoice["finish"], hasCalls: boolean): SaidChoice["finish"] {
  const isEnd = finish === undefined || finish === "stop" || finish === "other" || finish === "tool_calls";
  return isEnd ? (hasCalls ? "tool_calls" : "stop") : finish;
}

/** Arguments as they come out of an object; those that were cut are told as they are. */
function asObject(text: string): string {
  try {
    const { INVALID_JSON: cut, ...input } = text === "" ? {} : JSON.parse(text);
    return cut ?? JSON.stringify(input);
  } catch {
    return text;
  }
}

/** Calls told by their places, once their ids are seen to be distinct and such as Anthropic takes. */
function withPlaces({ choices }: Said): SaidChoice[] {
  return choices.map((choice) => {
    expect(new Set(choice.calls.map(({ id }) => id)).size).toBe(choice.calls.length);
    for (const { id } of choice.calls) expect(id).toMatch(/^[\w-]+$/);
    const calls = choice.calls.map(({ signature: _, ...call }, index) => ({
      ...call,
      id: String(index),
      arguments: asObject(call.arguments),
    }));
    // An image stands there as Markdown has it.
    return { ...choice, calls, text: choice.text.replace(/!\[image\]\([^)]*\)/g, "") };
  });
}

function counted(usage: Usage | undefined): unknown {
  if (usage === undefined) return undefined;
  const { suspect: _, reportedCost: __, ...rest } = usage;
  return rest;
}

describe.skipIf(withoutSharedData !== undefined)("recorded answers, written as messages", () => {
  test("are there, of every dialect", () => {
    expect(own.length).toBeGreaterThan(110);
    expect(own.filter(({ chunks }) => chunks !== undefined).length).toBeGreaterThan(50);
    expect(new Set(foreign.map(({ dialect }) => dialect)).size).toBe(4);
  });

  test.each(own)("$name is read from what we wrote as it was", (answer) => {
    const said = saidIn(answer);
    const read = again(answer);
    const finish = said.choices[0]?.finish;
    expect(withPlaces(read)).toEqual(inItsWords(said).choices.map((choice) => ({ ...choice, finish })));
    expect(read.choices[0]?.calls.map(({ id }) => id)).toEqual(said.choices[0]?.calls.map(({ id }) => id));
    if (said.usage !== undefined) expect(counted(read.usage)).toEqual(counted(said.usage));
  });

  test.each(foreign)("$name says the same in it", (answer) => {
    const said = saidIn(answer);
    const read = again(answer);
    expect(withPlaces(read)).toEqual(inItsWords(said).choices);
    expect(totals(read.usage)).toEqual(totals(said.usage) ?? { input: 0, output: 0 });
  });
});

describe.skipIf(withoutSharedData !== undefined)("what was thought", () => {
  const thought = [...own, ...foreign].filter((answer) => detailsOf(answer).length > 0);

  /** What a client sends back of what it was served. */
  function sentBack({ reply, chunks }: Answered): AssistantMessage {
    const content = reply === undefined ? blocksOf(chunks ?? []) : contentOf(reply);
    const { request } = anthropicServed.decodeRequest({ model: "m", messages: [{ role: "assistant", content }] });
    return request.messages[0] as AssistantMessage;
  }

  function contentOf(reply: NonNullable<Answered["reply"]>): unknown {
    const body = anthropicServed.encodeReply(reply, aCall());
    return JSON.parse(JSON.stringify(body)).content;
  }

  function blocksOf(chunks: NonNullable<Answered["chunks"]>): unknown[] {
    const encoder = anthropicServed.createStreamEncoder(aCall({ stream: true }));
    const blocks: Record<string, unknown>[] = [];
    for (const line of chunks.flatMap((chunk) => encoder.push(chunk).split("\n"))) {
      if (!line.startsWith("data: ")) continue;
      const { type, index, content_block: block, delta } = JSON.parse(line.slice(6));
      if (type === "content_block_start") blocks[index] = block;
      const open = blocks[index];
      if (type !== "content_block_delta" || open === undefined) continue;
      if (delta.type === "thinking_delta") open.thinking = String(open.thinking) + delta.thinking;
      if (delta.type === "signature_delta") open.signature = delta.signature;
      if (delta.type === "text_delta") open.text = String(open.text) + delta.text;
    }
    return blocks;
  }

  test.each(thought)("$name comes back to its own dialect with the next turn", (answer) => {
    const details = detailsOf(answer);
    const returned = sentBack(answer).reasoning_details ?? [];
    expect(returned.filter(isOpaque)).toEqual(details.filter(isOpaque));
    const isPlain = details.every((detail) => !isOpaque(detail));
    if (isPlain)
      expect(returned.map(({ dialect, text }) => ({ dialect, text }))).toContainEqual({
        dialect: "openai",
        text: saidIn(answer).choices[0]?.reasoning,
      });
  });

  test("is among the recorded answers, of several dialects", () => {
    expect(thought.length).toBeGreaterThan(40);
    expect(new Set(thought.map(({ dialect }) => dialect)).size).toBeGreaterThan(3);
  });
});
