import { describe, expect, it } from "vitest";
import { HELLO } from "./support/a-router.ts";
import { beginning, EVENTS, stall, startUpstream } from "./support/upstream.ts";
import { wired } from "./support/wired.ts";

const { role, content } = EVENTS;

describe("a loop that is left", () => {
  it.each([
    ["by break", () => undefined],
    [
      "by an error of the consumer's own",
      () => {
        throw new Error("the consumer's");
      },
    ],
  ])("%s ends the connection of the provider within a quarter of a second", async (_, then) => {
    const upstream = await startUpstream(beginning([role, content], stall));
    const { router, events, state, running } = await wired({
      a: { url: `${upstream.url}/v1`, fields: "rate_limits: { concurrent: 1 }" },
    });
    let leftAt = 0;
    const read = async () => {
      for await (const _ of router.stream("m", HELLO)) {
        leftAt = performance.now();
        then();
        if (_.content !== undefined) break;
      }
    };
    const ended = await read().catch((error: Error) => error.message);
    expect([undefined, "the consumer's"]).toContain(ended);
    await upstream.requests[0]?.over;
    expect(performance.now() - leftAt).toBeLessThan(250);
    expect(events).toMatchObject([{ outcome: "aborted", isFinal: true }]);
    expect([running(), state.open.size]).toEqual([0, 0]);
  });
});
