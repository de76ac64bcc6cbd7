import { describe, expect, it } from "vitest";
import { readCapped } from "../../src/util/read-capped.ts";

const live = () => new AbortController().signal;

/** A stream of chunks that says when it was ended, and says nothing more after the last one unless it is `closed`. */
function aStream(chunks: string[], closed = true) {
  const ended = { early: false };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = chunks.shift();
      if (chunk !== undefined) controller.enqueue(Buffer.from(chunk));
      else if (closed) controller.close();
      else return new Promise(() => undefined);
      return undefined;
    },
    cancel() {
      ended.early = true;
    },
  });
  return { body, ended };
}

describe("readCapped", () => {
  it("reads what fits, up to the last byte", async () => {
    const { body, ended } = aStream(["ab", "", "cd"]);
    expect(String(await readCapped(body, 4, live()))).toBe("abcd");
    expect(ended.early).toBe(false);
  });

  it("stops at the first byte too many, and ends the stream", async () => {
    const { body, ended } = aStream(["ab", "cde"], false);
    expect(await readCapped(body, 4, live())).toBeUndefined();
    expect(ended.early).toBe(true);
  });

  it("leaves a stream that stalls when it is aborted, whether the stream knows of it or not", async () => {
    const { body, ended } = aStream(["ab"], false);
    const controller = new AbortController();
    const reading = readCapped(body, 4, controller.signal);
    controller.abort(new Error("enough"));
    await expect(reading).rejects.toThrow("enough");
    expect(ended.early).toBe(true);
  });
});
