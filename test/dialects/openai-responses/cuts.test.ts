import { afterAll, describe, expect, test } from "vitest";
import { createWire } from "../../../src/wire/create-wire.ts";
import { startReplay } from "../../support/recorded-calls.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { readAnswer } from "./support/read-answer.ts";
import { contextOf, type Recording, recordings } from "./support/recordings.ts";
import { bodyOf, smallEvents } from "./support/small-stream.ts";

/** Bytes; longer recordings take long one byte at a time and have nothing new. */
const LONGEST = 7_000;

const streams: Recording[] =
  withoutSharedData === undefined
    ? recordings().filter(({ response, context }) => context.stream && response.body.length < LONGEST)
    : [];
const wire = createWire({ env: {} });
afterAll(() => wire.close());

test("a stream says the same wherever it is cut", { timeout: 120_000 }, async () => {
  const body = bodyOf(smallEvents.slice(0, -1).concat({ type: "response.completed", response: {} }));
  const response = { status: 200, headers: { "content-type": "text/event-stream" }, body };
  const context = contextOf(true);
  await using whole = await startReplay({ response });
  const expected = await readAnswer(wire, whole.url, context);
  expect(expected.judgement.text).toBe("Grüße 🌍");
  for (let from = 1; from < body.length; from += 50) {
    const places = Array.from({ length: Math.min(50, body.length - from) }, (_, index) => from + index);
    const answers = await Promise.all(
      places.map(async (place) => {
        await using replay = await startReplay({ response }, { at: [place] });
        return await readAnswer(wire, replay.url, context);
      }),
    );
    for (const answer of answers) expect(answer).toEqual(expected);
  }
});

describe.skipIf(withoutSharedData !== undefined)("recorded streams in pieces", () => {
  test.each(streams)("$name says the same, one byte at a time", async ({ response, context }) => {
    await using whole = await startReplay({ response });
    await using sliced = await startReplay({ response }, { every: 1 });
    expect(await readAnswer(wire, sliced.url, context)).toEqual(await readAnswer(wire, whole.url, context));
  });
});
