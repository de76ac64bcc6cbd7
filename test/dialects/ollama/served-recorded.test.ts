import { type ChatResponse, Ollama } from "ollama";
import { afterAll, describe, expect, test } from "vitest";
import { ollamaServed } from "../../../src/dialects/ollama/served.ts";
import { ollama } from "../../../src/dialects/ollama.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { serveAnswers, servedAnswer } from "../support/serve.ts";
import {
  type Answered,
  readAgain,
  recordedAnswers,
  type Said,
  type SaidChoice,
  saidIn,
  totals,
} from "../support/served.ts";

const all = withoutSharedData === undefined ? recordedAnswers() : [];
const server = await serveAnswers();
afterAll(() => server[Symbol.asyncDispose]());
const client = new Ollama({ host: server.url });
const asked = { model: "asked", messages: [{ role: "user", content: "Hello" }] };

function serve(answer: Pick<Answered, "reply" | "chunks">): void {
  server.answer = servedAnswer(ollamaServed, answer);
}

/** What Ollama can say of an answer: one of several, a refusal as text, and calls whose arguments are whole. */
function inItsWords({ choices: [first], usage }: Said) {
  const { text, refusal, reasoning, calls, finish = "other" } = first as SaidChoice;
  const whole = calls.flatMap(({ id, name, arguments: given }) => {
    const parsed = parsedObject(given);
    return parsed === undefined || (given === "" && finish === "length") ? [] : [{ id, name, arguments: parsed }];
  });
  return { text: text === "" ? refusal : text, reasoning, calls: whole, usage: totals(usage) };
}

function parsedObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text === "" ? "{}" : text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What we wrote of an answer, read again. */
const again = (answer: Answered) => readAgain(ollamaServed, ollama, answer);

describe.skipIf(withoutSharedData !== undefined)("recorded answers, written as Ollama's", () => {
  const own = all.filter(({ dialect }) => dialect === "ollama");

  test("are there, of every dialect", () => {
    expect(own.length).toBeGreaterThan(10);
    expect(new Set(all.map(({ dialect }) => dialect)).size).toBe(5);
  });

  test.each(own)("$name is read from what we wrote as it was", (answer) => {
    expect(again(answer)).toEqual(saidIn(answer));
  });

  test.each(all)("$name says the same in it", (answer) => {
    const said = saidIn(answer);
    const read = again(answer);
    expect(inItsWords(read)).toEqual(inItsWords(said));
    const { finish, calls } = said.choices[0] as SaidChoice;
    if (finish === "length" || (finish === "stop" && calls.length === 0)) expect(read.choices[0]?.finish).toBe(finish);
    if (finish === "tool_calls" && inItsWords(said).calls.length > 0) expect(read.choices[0]?.finish).toBe(finish);
  });

  test.each(all)("$name is read by the official client", async (answer) => {
    serve(answer);
    const parts: ChatResponse[] = [];
    if (answer.reply !== undefined) parts.push(await client.chat({ ...asked }));
    else for await (const part of await client.chat({ ...asked, stream: true })) parts.push(part);
    const expected = inItsWords(saidIn(answer));
    const last = parts.at(-1) as ChatResponse;
    expect({
      text: parts.map(({ message }) => message.content).join(""),
      reasoning: parts.map(({ message }) => message.thinking ?? "").join(""),
      calls: parts.flatMap(({ message }) =>
        (message.tool_calls ?? []).map((call) => ({
          id: (call as { id?: string }).id,
          name: call.function.name,
          arguments: call.function.arguments,
        })),
      ),
      usage:
        last.prompt_eval_count === undefined ? undefined : { input: last.prompt_eval_count, output: last.eval_count },
    }).toEqual(expected);
    expect(parts.every(({ model, created_at: at }) => model === "asked" && String(at).startsWith("2026-01-02"))).toBe(
      true,
    );
    expect(last).toMatchObject({ done: true, total_duration: 1_234_567_800, load_duration: 0 });
    expect(last.prompt_eval_duration + last.eval_duration).toBe(last.total_duration);
    expect(parts.filter(({ done }) => done)).toHaveLength(1);
  });
});
