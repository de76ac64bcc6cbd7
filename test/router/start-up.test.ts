import { describe, expect, it } from "vitest";
import type { Backend } from "../../src/backend.ts";
import type { ChatChunk } from "../../src/chat.ts";
import { createRouter } from "../../src/router/create-router.ts";
import type { RoutedChunk } from "../../src/router.ts";
import { aConfig, failureOf, HELLO } from "./support/a-router.ts";
import { handClock } from "./support/hand-clock.ts";
import { plainBackend } from "./support/plain-backend.ts";
import { beginning, EVENTS, end, startUpstream } from "./support/upstream.ts";
import { wired } from "./support/wired.ts";

/** A backend whose stream says so much that is no content, and breaks. */
function babbling(chunks: readonly ChatChunk[]): Backend {
  return {
    ...plainBackend("a"),
    async *stream() {
      yield* chunks;
      throw new Error("broken");
    },
  };
}

async function read(stream: AsyncIterable<RoutedChunk>): Promise<RoutedChunk[]> {
  const chunks: RoutedChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

async function over(chunks: readonly ChatChunk[]) {
  const config = await aConfig(["a", "b"]);
  const backends = { a: babbling(chunks), b: plainBackend("b") };
  return createRouter({ config, backends, clock: handClock(), random: () => 0 }).stream("m", HELLO);
}

const empty = (count: number, id = "a") => Array.from({ length: count }, (): ChatChunk => ({ id }));
const large = (bytes: number): ChatChunk => ({ id: "x".repeat(bytes) });

describe("what comes before the first content", () => {
  it("is held back, so that another target can take over unseen, up to 63 chunks", async () => {
    const chunks = await read(await over(empty(63)));
    expect(chunks.map(({ id }) => id)).not.toContain("a");
    expect(chunks.at(-1)?.end?.attempts.map(({ target }) => target)).toEqual(["a/x", "b/x"]);
  });

  it("is given out with the 64th, and then nobody takes over", async () => {
    expect(await failureOf(read(await over(empty(64))))).toMatchObject({ target: "a/x" });
  });

  it("is held back up to 256 KiB, and no further", async () => {
    const below = await read(await over([large(100_000), large(100_000)]));
    expect(below.at(-1)?.end?.target).toBe("b/x");
    const above = read(await over([large(100_000), large(100_000), large(100_000)]));
    expect(await failureOf(above)).toMatchObject({ target: "a/x" });
  });

  it("over a wire leaves one id, one role and no trace of who failed", async () => {
    const failing = await startUpstream(beginning([EVENTS.comment, EVENTS.role, EVENTS.error], end));
    const { role, content, rest, finish, done } = EVENTS;
    const renamed = [role, content, rest, finish].map((event) => event.replace('"id":"c"', '"id":"second"'));
    const healthy = await startUpstream(beginning([...renamed, done], end));
    const { router } = await wired({ a: { url: `${failing.url}/v1` }, b: { url: `${healthy.url}/v1` } });
    const chunks = await read(router.stream("m", HELLO));
    expect(new Set(chunks.flatMap(({ id }) => id ?? []))).toEqual(new Set(["second"]));
    expect(chunks.map(({ content = "" }) => content).join("")).toBe("all is well");
    expect(chunks.filter((chunk) => chunk.end !== undefined)).toHaveLength(1);
  });
});
