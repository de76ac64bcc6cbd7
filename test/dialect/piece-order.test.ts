import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChatChunk } from "../../src/chat.ts";
import { PieceOrder } from "../../src/dialect/piece-order.ts";

function told(chunks: readonly ChatChunk[]): ChatChunk[] {
  const order = new PieceOrder();
  return [...chunks.flatMap((chunk) => [...order.push(chunk)]), ...order.end()];
}

const call = (index: number, text: string): ChatChunk => ({ toolCalls: [{ index, arguments: text }] });

test("text goes out at once, and calls that follow upon each other", () => {
  const order = new PieceOrder();
  const chunks = [{ content: "a" }, call(0, '{"a":'), call(0, "1}"), call(1, "{}"), { content: "b" }];
  for (const chunk of chunks) expect(order.push(chunk)).toEqual([chunk]);
  expect(order.end()).toEqual([]);
});

test("what comes before a call is whole waits for it, and goes out with its last piece", () => {
  const order = new PieceOrder();
  order.push(call(0, '{"a":'));
  expect(order.push(call(1, "{}"))).toEqual([]);
  expect(order.push({ content: "b" })).toEqual([]);
  expect(order.push(call(0, "1}"))).toEqual([call(0, "1}"), call(1, "{}"), { content: "b" }]);
});

test("what waits for a call that is never whole goes out at the end", () => {
  expect(told([call(0, ""), call(1, "{"), { content: "b" }, call(1, "}")])).toEqual([
    call(0, ""),
    call(1, "{"),
    call(1, "}"),
    { content: "b" },
  ]);
});

test("a piece of a call that was whole before is none of it", () => {
  expect(told([call(0, "{}"), call(1, "{}"), call(0, "{}")])).toEqual([call(0, "{}"), call(1, "{}")]);
});

test("nothing is lost in whatever order pieces come, and no call is told in two places", () => {
  const texts = fc.array(
    fc.json().map((json) => `{"value":${json}}`),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(texts, fc.array(fc.nat()), fc.integer({ min: 1, max: 5 }), (calls, picks, size) => {
      const left = calls.map((text) => text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? []);
      const chunks: ChatChunk[] = [];
      let said = "";
      const take = (index: number): void => {
        const piece = left[index]?.shift();
        if (piece !== undefined) chunks.push(call(index, piece));
      };
      for (const [turn, pick] of picks.entries()) {
        if (pick % 5 === 0) {
          said += turn;
          chunks.push({ content: String(turn) });
        } else take(pick % calls.length);
      }
      for (const index of calls.keys()) while ((left[index]?.length ?? 0) > 0) take(index);

      const pieces = told(chunks);
      expect(pieces.map(({ content = "" }) => content).join("")).toBe(said);
      const places = pieces.map(({ toolCalls }) => toolCalls?.[0]?.index ?? -1);
      calls.forEach((text, index) => {
        const own = pieces.flatMap(({ toolCalls = [] }) => toolCalls.filter((delta) => delta.index === index));
        expect(own.map((delta) => delta.arguments).join("")).toBe(text);
        const [first, last] = [places.indexOf(index), places.lastIndexOf(index)];
        expect(new Set(places.slice(first, last + 1)).size).toBe(1);
      });
    }),
  );
});
