import { describe, expect, test } from "vitest";
import { openaiServed } from "../../../src/dialects/openai/served.ts";
import { openaiCompletionsServed } from "../../../src/dialects/openai/served-completions.ts";
import { openai } from "../../../src/dialects/openai.ts";
import type { ServedDialect } from "../../../src/served-dialect.ts";
import type { Usage } from "../../../src/usage.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { type Answered, aCall, readAgain, recordedAnswers, type Said, saidIn, totals } from "../support/served.ts";

const all = withoutSharedData === undefined ? recordedAnswers() : [];
const own = all.filter(({ dialect }) => dialect === "openai");
const foreign = all.filter(({ dialect }) => dialect !== "openai");

/** What we wrote of an answer, read again. */
const again = (served: ServedDialect, answer: Answered) => readAgain(served, openai, answer);

/** OpenAI has no word for another end. */
function inItsWords({ choices, usage }: Said): Said {
  return { choices: choices.map((choice) => ({ ...choice, finish: endOf(choice.finish) })), usage };
}

function endOf(finish: Said["choices"][number]["finish"]) {
  return finish === "other" || finish === undefined ? "stop" : finish;
}

/** What OpenAI's usage does not tell: what was charged, the tier of a stream, for how long a cache keeps what was written. */
function counted(usage: Usage | undefined): unknown {
  if (usage === undefined) return undefined;
  const { reportedCost: _, serviceTier: __, suspect: ___, cacheWrite1h, ...rest } = usage;
  return { ...rest, cacheWrite: rest.cacheWrite + cacheWrite1h };
}

describe.skipIf(withoutSharedData !== undefined)("recorded answers, written as Chat Completions", () => {
  test("are there, of every dialect", () => {
    expect(own.length).toBeGreaterThan(100);
    expect(own.filter(({ chunks }) => chunks !== undefined).length).toBeGreaterThan(30);
    expect(new Set(foreign.map(({ dialect }) => dialect)).size).toBe(4);
  });

  test.each(own)("$name is read from what we wrote as it was", (answer) => {
    const { choices, usage } = inItsWords(saidIn(answer));
    const read = again(openaiServed, answer);
    expect(read.choices).toEqual(choices);
    expect(counted(read.usage)).toEqual(counted(usage));
  });

  test.each(foreign)("$name says the same in it", (answer) => {
    const { choices, usage } = inItsWords(saidIn(answer));
    const read = again(openaiServed, answer);
    expect(read.choices).toEqual(choices);
    expect(totals(read.usage)).toEqual(totals(usage));
  });

  test.each(all)("$name says its text in a text completion", (answer) => {
    const { choices, usage } = saidIn(answer);
    const read = again(openaiCompletionsServed, answer);
    expect(read.choices.map(({ text, finish }) => ({ text, finish }))).toEqual(
      choices.map(({ text, refusal, finish }) => ({
        text: text === "" ? refusal : text,
        finish: finish === "tool_calls" ? "stop" : endOf(finish),
      })),
    );
    expect(totals(read.usage)).toEqual(totals(usage));
  });
});

describe.skipIf(withoutSharedData !== undefined)("what was thought", () => {
  const thought = all.flatMap(({ reply, ...answer }) =>
    reply?.message.reasoning_details === undefined ? [] : [{ ...answer, reply }],
  );

  test.each(thought)("$name comes back to its own dialect with the next turn", ({ reply }) => {
    const { choices } = JSON.parse(JSON.stringify(openaiServed.encodeReply(reply, aCall())));
    const { request } = openaiServed.decodeRequest({ model: "m", messages: [choices[0].message] });
    const [message] = request.messages;
    const isPlain = ({ dialect, format = "" }: { dialect: string; format?: string }) =>
      dialect === "openai" && /^(?:reasoning|reasoning_content|reasoning,reasoning_content|content)$/.test(format);
    const details = reply.message.reasoning_details?.map((detail) =>
      isPlain(detail) ? { ...detail, format: "reasoning_content" } : detail,
    );
    expect(message?.reasoning_details).toEqual(details);
  });

  test("is among the recorded answers, of several dialects", () => {
    expect(thought.length).toBeGreaterThan(20);
    expect(new Set(thought.map(({ dialect }) => dialect)).size).toBeGreaterThan(3);
  });
});
