import { describe, expect, test } from "vitest";
import type { WireEvent } from "../../../src/dialect.ts";
import { createSseParser } from "../../../src/wire/sse.ts";
import { pieces } from "../../support/recorded-calls.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { ofStream } from "./support/read-answer.ts";
import { contextFor, type Recording, recordings } from "./support/recordings.ts";

/** The work grows with the square of a stream's length. */
const LONGEST_SAMPLE = 4_000;

const OWN = Buffer.from(
  [
    '{"id":"c1","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Grüße 👋"}}]}',
    '{"id":"c1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t","function":{"name":"f","arguments":"{\\"ö\\":"}}]}}]}',
    '{"id":"c1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\\"→\\"}"}}]}}]}',
    '{"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}',
    '{"id":"c1","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}',
    "[DONE]",
  ]
    .map((data) => `data: ${data}\r\n\r\n`)
    .join(""),
);

const sample: Pick<Recording, "name" | "response" | "context">[] = [
  {
    name: "a stream of our own",
    response: { status: 200, headers: {}, body: OWN },
    context: contextFor("openai", true),
  },
  ...(withoutSharedData === undefined ? shortestOfEach(recordings().filter(({ context }) => context.stream)) : []),
];

describe("a stream cut in two at every byte", () => {
  test.each(sample)("$name says the same wherever it is cut", ({ response: { body }, context }) => {
    const whole = outcome([body], context);
    for (let place = 1; place < body.length; place++) {
      expect(outcome(pieces(body, { at: [place] }), context), `cut at byte ${place}`).toEqual(whole);
    }
    expect(outcome(pieces(body, { every: 1 }), context)).toEqual(whole);
  });
});

/** The shortest stream of each provider. */
function shortestOfEach(streams: Recording[]): Recording[] {
  const shortest = new Map<string, Recording>();
  for (const stream of streams) {
    const { name } = stream.context.provider;
    const known = shortest.get(name)?.response.body.length ?? LONGEST_SAMPLE;
    if (stream.response.body.length < known) shortest.set(name, stream);
  }
  return [...shortest.values()];
}

/** What the stream says, or the error it ends with. */
function outcome(parts: readonly Buffer[], context: Recording["context"]): unknown {
  const parser = createSseParser({ target: "replay/model" });
  const events: WireEvent[] = [];
  for (const part of parts) parser.push(part, events);
  parser.end(events);
  try {
    return ofStream(events, context);
  } catch (error) {
    return String(error);
  }
}
