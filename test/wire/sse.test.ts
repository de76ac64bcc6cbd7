import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CallError } from "../../src/call-error.ts";
import type { WireEvent } from "../../src/dialect.ts";
import { createSseParser } from "../../src/wire/sse.ts";
import { pieces } from "../support/recorded-calls.ts";
import { recordedStreams } from "../support/recorded-streams.ts";
import { sharedPath, withoutSharedData } from "../support/shared-data.ts";

const target = "acme/m";

/** What the parser makes of a body that comes in these pieces. */
function parse(...parts: readonly (string | Uint8Array)[]): WireEvent[] {
  return parseLimited(undefined, parts);
}

function parseLimited(maxEventBytes: number | undefined, parts: readonly (string | Uint8Array)[]): WireEvent[] {
  const parser = createSseParser({ target, maxEventBytes });
  const events: WireEvent[] = [];
  for (const part of parts) parser.push(Buffer.from(part as string), events);
  parser.end(events);
  return events;
}

const data = (...values: string[]): WireEvent[] => values.map((value) => ({ data: value }));

// https://github.com/web-platform-tests/wpt/tree/master/eventsource: the bodies of the format-* tests.
const CASES: readonly [name: string, body: string, events: readonly WireEvent[]][] = [
  ["format-bom", "\uFEFFdata:1\n\n\uFEFFdata:2\n\ndata:3\n\n", data("1", "3")],
  ["format-bom-2", "\uFEFF\uFEFFdata:1\n\ndata:2\n\ndata:3\n\n", data("2", "3")],
  [
    "format-comments",
    `data:1\r:\0\n:\r\ndata:2\n:${"x".repeat(2 * 1024)}\rdata:3\n:data:fail\r:${"x".repeat(2 * 1024)}\ndata:4\n\n`,
    data("1\n2\n3\n4"),
  ],
  ["format-data-before-final-empty-line", "retry:1000\ndata:test1\n\nid:test\ndata:test2", data("test1")],
  ["format-field-data", "data:\n\ndata\ndata\n\ndata:test\n\n", data("", "\n", "test")],
  ["format-field-event", "event:test\ndata:x\n\ndata:x\n\n", [{ event: "test", data: "x" }, { data: "x" }]],
  ["format-field-event-empty", "event: \ndata:data\n\n", data("data")],
  ["format-field-id", "id: 1\ndata: x\n\n", data("x")],
  ["format-field-id-2", "id:1\ndata:1\n\ndata:2\n\nid:2\ndata:3\n\n", data("1", "2", "3")],
  ["format-field-id-3", "id:\ndata:1\n\nid\ndata:2\n\n", data("1", "2")],
  ["format-field-id-null", "id: 1\0\ndata: x\n\n", data("x")],
  [
    "format-field-parsing",
    "data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n data:32\ndata:4\n\n",
    data("\0\n 2\n1\n3\n\n4"),
  ],
  ["format-field-retry", "retry:03000\ndata:x\n\n", data("x")],
  ["format-field-retry-bogus", "retry:3000\nretry:1000x\ndata:x\n\n", data("x")],
  ["format-field-retry-empty", "retry\ndata:test\n\n", data("test")],
  [
    "format-field-unknown",
    "data:test\n data\ndata\nfoobar:xxx\njustsometext\n:thisisacommentyay\ndata:test\n\n",
    data("test\n\ntest"),
  ],
  ["format-leading-space", "data:\ttest\rdata: \ndata:test\n\n", data("\ttest\n\ntest")],
  ["format-newlines", "data:test\r\ndata\ndata:test\r\n\r", data("test\n\ntest")],
  ["format-null-character", "data:\0\n\n\n\n", data("\0")],
  ["format-utf-8", "data:ok…\n\n", data("ok…")],
];

describe("createSseParser", () => {
  it.each(CASES)("reads %s of the web-platform tests as a browser does", (_name, body, events) => {
    expect(parse(body)).toEqual(events);
  });

  it.each(CASES)("reads %s the same when every byte comes on its own", (_name, body, events) => {
    expect(parse(...pieces(Buffer.from(body), { every: 1 }))).toEqual(events);
  });

  it.each(['{"error":"full"}', "\uFEFF \n[\n1]", "<html>\ndata: 1\n\n"])(
    "takes a body that is no stream whole, however it is cut: %j",
    (body) => {
      const whole = [{ data: body.trimStart(), isBody: true }];
      expect(parse(body)).toEqual(whole);
      expect(parse(...pieces(Buffer.from(body), { every: 1 }))).toEqual(whole);
    },
  );

  it("takes no more of such a body than of an event", () => {
    expect(() => parseLimited(10, ["{", "x".repeat(10)])).toThrow(
      expect.objectContaining({ code: "answer_too_large" }),
    );
    expect(parseLimited(10, ["{", "x".repeat(9)])).toHaveLength(1);
  });

  it("hands out an event at a lone carriage return, before the next byte has come", () => {
    const parser = createSseParser({ target });
    const events: WireEvent[] = [];
    parser.push(Buffer.from("data:1\r\r"), events);
    expect(events).toEqual(data("1"));
    parser.push(Buffer.from("\ndata:2\r"), events);
    parser.push(Buffer.from("\n\r"), events);
    expect(events).toEqual(data("1", "2"));
    parser.push(Buffer.from("\n"), events);
    expect(events).toEqual(data("1", "2"));
  });

  it("reads no event into an empty field of that name, and forgets the name after each event", () => {
    expect(parse("event: a\n\nevent: b\ndata: 1\n\ndata: 2\n\n")).toEqual([{ event: "b", data: "1" }, { data: "2" }]);
  });

  it("does not touch the data of a later line for the space that a field may begin with", () => {
    expect(parse("data:\ndata: \ndata:  x\n\ndata:\n data: y\n\n")).toEqual(data("\n\n x", ""));
  });

  it("puts characters together that were cut anywhere", () => {
    const body = Buffer.from('data: {"t":"é日🙂"}\n\n');
    for (let at = 1; at < body.length; at += 1) {
      expect(parse(body.subarray(0, at), body.subarray(at))).toEqual(data('{"t":"é日🙂"}'));
    }
  });

  it("shows bytes that are no UTF-8 as U+FFFD, wherever the body is cut", () => {
    const broken = fc
      .uint8Array({ maxLength: 40 })
      .map((bytes) => bytes.map((byte) => (byte === 10 || byte === 13 ? 0xe2 : byte)));
    fc.assert(
      fc.property(broken, fc.nat(60), (bytes, cut) => {
        const body = Buffer.concat([Buffer.from("data:x"), bytes, Buffer.from("\n\n")]);
        const expected = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
        expect(parse(body.subarray(0, cut), body.subarray(cut))).toEqual(data(`x${expected}`));
      }),
      { numRuns: 2_000 },
    );
  });

  it("refuses an event over the limit in one line, in many, and in one that never ends, after those before it", () => {
    const bodies = [
      [`data:${"x".repeat(101)}\n\n`],
      Array.from({ length: 20 }, () => "data:xxxxx\n"),
      Array.from({ length: 30 }, () => "xxxxx"),
      [`data:${"é".repeat(51)}\n\n`],
    ];
    for (const body of bodies) {
      const parser = createSseParser({ target, maxEventBytes: 100 });
      const events: WireEvent[] = [];
      const push = () => {
        parser.push(Buffer.from("data:fits\n\n"), events);
        for (const part of body) parser.push(Buffer.from(part), events);
      };
      expect(push).toThrow(CallError);
      expect(push).toThrow(/larger than 100 bytes/);
      expect(events[0]).toEqual({ data: "fits" });
    }
  });

  it("takes an event of exactly the limit", () => {
    const parser = createSseParser({ target, maxEventBytes: 100 });
    const events: WireEvent[] = [];
    parser.push(Buffer.from(`data:${"é".repeat(50)}\n\n`), events);
    expect(events).toHaveLength(1);
  });

  it("never throws anything but a CallError, whatever bytes come", () => {
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .constantFrom("\n", "\r", "\r\n", "data:", "event:x", ":", "\uFEFF", "\n\n", "{", "[", "<", " ")
        .map((text) => Uint8Array.from(Buffer.from(text))),
    );
    const limit = fc.constantFrom(8, 40, undefined);
    const minutes = Number(process.env.MODELMALL_FUZZ_MINUTES ?? 0);
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), limit, (parts, maxBytes) => {
        const whole = outcome(() => parseLimited(maxBytes, [Buffer.concat(parts)]));
        expect(outcome(() => parseLimited(maxBytes, parts))).toEqual(whole);
      }),
      minutes > 0
        ? { numRuns: 1e9, interruptAfterTimeLimit: minutes * 60_000, markInterruptAsFailure: false }
        : { numRuns: 3_000 },
    );
  }, 3_600_000);

  it.skipIf(withoutSharedData !== undefined)(
    "reads recorded streams the same however they are cut",
    () => {
      const streams = recordedStreams("sse");
      expect(streams.length).toBeGreaterThan(100);
      // All hundred thousand with MODELMALL_CHUNKINGS=100000.
      const each = Math.ceil(Number(process.env.MODELMALL_CHUNKINGS ?? 4_000) / streams.length);
      for (const { name, body } of streams) {
        const whole = parse(body);
        expect(whole.length, name).toBeGreaterThan(0);
        fc.assert(
          fc.property(fc.array(fc.nat(body.length), { maxLength: 40 }), (cuts) => {
            const at = [...new Set(cuts)].sort((a, b) => a - b);
            const cut = parse(...pieces(body, { at }));
            if (!sameEvents(cut, whole)) expect(cut, `${sharedPath(name)} cut at ${at}`).toEqual(whole);
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
  return (
    some.length === others.length &&
    some.every(({ data, event }, index) => data === others[index]?.data && event === others[index]?.event)
  );
}
