import { expect, it } from "vitest";
import type { ChatReply } from "../../../src/chat.ts";
import { createRouter } from "../../../src/router/create-router.ts";
import { aConfig, failureOf, HELLO } from "../support/a-router.ts";
import { handClock } from "../support/hand-clock.ts";
import { aReply, plainBackend } from "../support/plain-backend.ts";

it("a call whose backend fails once more after its caller gave up has ended once", async () => {
  const asked: { resolve(reply: ChatReply): void; reject(error: Error): void }[] = [];
  const generate = () => new Promise<ChatReply>((resolve, reject) => asked.push({ resolve, reject }));
  const config = await aConfig(["a", "b"]);
  const backends = { a: { ...plainBackend("a"), generate }, b: { ...plainBackend("b"), generate } };
  const router = createRouter({ config, backends, clock: handClock(), random: () => 0 });
  const giveUp = new AbortController();
  const left = failureOf(router.generate("m", HELLO, { signal: giveUp.signal }));
  giveUp.abort();
  expect(await left).toMatchObject({ code: "aborted" });
  asked[0]?.reject(new Error("aborted, and late to say so"));
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toHaveLength(1);

  // Closing waits for each call that runs: one that had ended twice would stand for another that has not.
  const running = router.generate("m", HELLO);
  const steps: string[] = [];
  const closed = router.close().then(() => steps.push("closed"));
  await new Promise((resolve) => setImmediate(resolve));
  steps.push("answered");
  asked[1]?.resolve(aReply("a/x"));
  expect((await running).content).toBe("fine");
  await closed;
  expect(steps).toEqual(["answered", "closed"]);
});
