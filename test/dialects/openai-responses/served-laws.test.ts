import { describe, expect, test } from "vitest";
import type { AssistantMessage, ChatMessage, ReasoningDetail } from "../../../src/chat.ts";
import { isOpaque } from "../../../src/dialect/carried-thoughts.ts";
import { responsesServed } from "../../../src/dialects/openai-responses/served.ts";
import { openaiResponses } from "../../../src/dialects/openai-responses.ts";
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
import { fixtures, recordings } from "./support/recordings.ts";

const DIALECT = "openai-responses";
const all = withoutSharedData === undefined ? recordedAnswers() : [];
const own = (withoutSharedData === undefined ? [...recordings(), ...fixtures()] : []).flatMap(
  ({ name, response, context }) =>
    answered(openaiResponses, { name, stream: context.stream, text: response.body.toString("utf8") }),
);
const foreign = all.filter(({ dialect }) => dialect !== DIALECT);

/** What we wrote of an answer, read again. */
const again = (answer: Answered) => readAgain(responsesServed, openaiResponses, answer);

/** What the API has words for: one answer, no other end. */
function inItsWords({ choices }: Said): SaidChoice[] {
  const { finish, ...choice } = choices[0] as SaidChoice;
  const hasCalls = choice.calls.length > 0;
  return [{ ...choice, finish: endOf(finish, hasCalls) }].map(withPlaces);
}

function endOf(finish: SaidChoice["finish"], hasCalls: boolean): SaidChoice["finish"] {
  if (finish === "length" || finish === "content_filter") return finish;
  return hasCalls ? "tool_calls" : "stop";
}

/** Calls told by their places, for ids that were missing or not distinct are made. */
function withPlaces({ calls, ...choice }: SaidChoice): SaidChoice {
  return {
    ...choice,
    calls: calls.map(({ name, arguments: given }, index) => ({ id: String(index), name, arguments: given })),
  };
}

function counted(usage: Usage | undefined): unknown {
  if (usage === undefined) return undefined;
  const { suspect: _, reportedCost: __, cacheWrite1h, ...rest } = usage;
  return { ...rest, cacheWrite: rest.cacheWrite + cacheWrite1h };
}

describe.skipIf(withoutSharedData !== undefined)("recorded answers, written as responses", () => {
  test("are there, of every dialect", () => {
    expect(own.length).toBeGreaterThan(100);
    expect(own.filter(({ chunks }) => chunks !== undefined).length).toBeGreaterThan(40);
    expect(new Set(foreign.map(({ dialect }) => dialect)).size).toBe(4);
  });

  test.each(own)("$name is read from what we wrote as it was", (answer) => {
    const said = saidIn(answer);
    const read = again(answer);
    const finish = said.choices[0]?.finish;
    expect(read.choices.map(withPlaces)).toEqual(said.choices.map((choice) => ({ ...withPlaces(choice), finish })));
    expect(read.choices[0]?.calls.map(({ id }) => id)).toEqual(said.choices[0]?.calls.map(({ id }) => id));
    expect(counted(read.usage)).toEqual(counted(said.usage));
  });

  test.each(foreign)("$name says the same in it", (answer) => {
    const said = saidIn(answer);
    const read = again(answer);
    expect(read.choices.map(withPlaces)).toEqual(inItsWords(said));
    const ids = read.choices.flatMap(({ calls }) => calls.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(totals(read.usage)).toEqual(totals(said.usage));
  });
});

describe.skipIf(withoutSharedData !== undefined)("what was thought", () => {
  const thought = [...own, ...foreign].filter((answer) => detailsOf(answer).length > 0);
  /** What a shell answered ends a turn, also where its provider ran it. */
  const parted = thought.filter((answer) => JSON.stringify(detailsOf(answer)).includes('"shell_call_output"'));
  const whole = thought.filter((answer) => !parted.includes(answer));

  /** What a client sends back of what it was served. */
  function sentBack({ reply, chunks }: Answered): readonly ChatMessage[] {
    const input = reply === undefined ? streamedOutput(chunks ?? []) : outputOf(reply);
    return responsesServed.decodeRequest({ model: "m", input }).request.messages;
  }

  function outputOf(reply: NonNullable<Answered["reply"]>): unknown {
    return JSON.parse(JSON.stringify(responsesServed.encodeReply(reply, aCall()))).output;
  }

  function streamedOutput(chunks: NonNullable<Answered["chunks"]>): unknown {
    const encoder = responsesServed.createStreamEncoder(aCall({ stream: true }));
    const text = chunks.map((chunk) => encoder.push(chunk)).join("");
    const last = text.trimEnd().split("\n").at(-1) ?? "";
    return JSON.parse(last.slice("data: ".length)).response.output;
  }

  const isKept = (detail: ReasoningDetail) => isOpaque(detail) && !(detail.dialect === DIALECT && isPlace(detail));

  test.each(whole)("$name comes back to its own dialect with the next turn", (answer) => {
    const details = detailsOf(answer);
    const returned = (sentBack(answer)[0] as AssistantMessage).reasoning_details ?? [];
    expect(returned.filter(isKept)).toEqual(details.filter(isKept));
    if (details.every((detail) => !isOpaque(detail))) {
      const texts = returned.map(({ dialect, text }) => ({ dialect, text }));
      expect(texts).toContainEqual({ dialect: "openai", text: saidIn(answer).choices[0]?.reasoning });
    }
  });

  test.each(parted)("$name comes back with each of its items once", (answer) => {
    const ids = (text: string) => text.match(/"id":"(?:rs|sh|sho)_[^"]+"/g) ?? [];
    const told = ids(JSON.stringify(detailsOf(answer))).sort();
    expect(told.length).toBeGreaterThan(1);
    expect(ids(JSON.stringify(sentBack(answer))).sort()).toEqual(told);
  });

  test("is among the recorded answers, of several dialects", () => {
    expect(thought.length).toBeGreaterThan(40);
    expect(new Set(thought.map(({ dialect }) => dialect)).size).toBeGreaterThan(3);
  });
});

/** Where a message or call stood: told by the items themselves where they are told whole. */
function isPlace({ type, value }: ReasoningDetail): boolean {
  return (
    type === "item" &&
    /"type":"(?:message|function_call|custom_tool_call|image_generation_call)"/.test(JSON.stringify(value))
  );
}
