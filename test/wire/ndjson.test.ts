import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CallError } from "../../src/call-error.ts";
import type { WireEvent } from "../../src/dialect.ts";
import { createNdjsonParser } from "../../src/wire/ndjson.ts";
import { pieces } from "../support/recorded-calls.ts";
import { recordedStreams } from "../support/recorded-streams.ts";
import { withoutSharedData } from "../support/shared-data.ts";

function parse(parts: readonly (string | Uint8Array)[], maxEventBytes?: number): WireEvent[] {
  const parser = createNdjsonParser({ target: "acme/m", maxEventBytes });
  const events: WireEvent[] = [];
  for (const part of parts) parser.push(Buffer.from(part as string), events);
  parser.end(events);
  return events;
}

describe("createNdjsonParser", () => {
  it("reads a line as an event, with either line end, without blank lines, and the last without its end", () => {
    const body = '\uFEFF{"a":1}\n{"b":"\\r\\n"}\r\n\n  \t\r\n{"c":3}';
    const events = [{ data: '{"a":1}' }, { data: '{"b":"\\r\\n"}' }, { data: '{"c":3}' }];
    expect(parse([body])).toEqual(events);
    expect(parse(pieces(Buffer.from(body), { every: 1 }))).toEqual(events);
  });

  it("hands out a line as soon as its end has come", () => {
    const parser = createNdjsonParser({ target: "acme/m" });
    const events: WireEvent[] = [];
    parser.push(Buffer.from('{"a":'), events);
    expect(events).toEqual([]);
    parser.push(Buffer.from('1}\n{"b"'), events);
    expect(events).toEqual([{ data: '{"a":1}' }]);
  });

  it("takes a last line that is not whole for one that was cut off, after those before it", () => {
    const parser = createNdjsonParser({ target: "acme/m" });
    const events: WireEvent[] = [];
    parser.push(Buffer.from('{"a":1}\n{"b":'), events);
    expect(() => parser.end(events)).toThrow(expect.objectContaining({ code: "stream_truncated", retryable: true }));
    expect(events).toEqual([{ data: '{"a":1}' }]);
  });

  it("refuses a line over the limit, whole or without end, and takes one of exactly the limit", () => {
    expect(parse([`${"é".repeat(50)}\n`], 100)).toHaveLength(1);
    expect(() => parse([`${"é".repeat(51)}\n`], 100)).toThrow(/larger than 100 bytes/);
    expect(() =>
      parse(
        Array.from({ length: 101 }, () => "x"),
        100,
      ),
    ).toThrow(CallError);
  });

  it("never throws anything but a CallError, whatever bytes come, and reads them the same however they are cut", () => {
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .constantFrom("\n", "\r", "\r\n", "\n\n", "{}", '{"a":"é🙂"}', "[", " ", "\t", "\uFEFF")
        .map((text) => Uint8Array.from(Buffer.from(text))),
    );
    const limit = fc.constantFrom(8, 40, undefined);
    const minutes = Number(process.env.MODELMALL_FUZZ_MINUTES ?? 0);
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), limit, (parts, maxBytes) => {
        const whole = outcome(() => parse([Buffer.concat(parts)], maxBytes));
        expect(outcome(() => parse(parts, maxBytes))).toEqual(whole);
      }),
      minutes > 0
        ? { numRuns: 1e9, interruptAfterTimeLimit: minutes * 60_000, markInterruptAsFailure: false }
        : { numRuns: 3_000 },
    );
  }, 3_600_000);

  it.skipIf(withoutSharedData !== undefined)(
    "reads recorded streams the same however they are cut",
    () => {
      const streams = recordedStreams("ndjson");
      expect(streams.length).toBeGreaterThan(0);
      // All hundred thousand with MODELMALL_CHUNKINGS=100000.
      const each = Math.ceil(Number(process.env.MODELMALL_CHUNKINGS ?? 2_000) / streams.length);
      for (const { name, body } of streams) {
        const whole = parse([body]);
        expect(whole.length, name).toBeGreaterThan(0);
        for (const { data } of whole) JSON.parse(data);
        expect(parse(pieces(body, { every: 1 })), name).toEqual(whole);
        fc.assert(
          fc.property(fc.array(fc.nat(body.length), { maxLength: 40 }), (cuts) => {
            const at = [...new Set(cuts)].sort((a, b) => a - b);
            const cut = parse(pieces(body, { at }));
            if (!sameEvents(cut, whole)) expect(cut, `${name} cut at ${at}`).toEqual(whole);
          }),
          { numRuns: each },
        );
      }
    },
    600_000,
  );
});

function outcome(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof CallError) return error.code;
    throw error;
  }
}

function sameEvents(some: readonly WireEvent[], others: readonly WireEvent[]): boolean {
  return some.length === others.length && some.every(({ data }, index) => data === others[index]?.data);
}
