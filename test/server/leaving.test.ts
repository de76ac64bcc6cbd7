import { getEventListeners } from "node:events";
import { Agent, request } from "node:http";
import { expect, it } from "vitest";
import type { RouterCallOptions } from "../../src/router.ts";
import { aGateway } from "./support/a-gateway.ts";

it("calls over one connection share one signal, which they leave as they found it, and which is aborted when the client leaves", async () => {
  let isHeld = false;
  let hold = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    hold = resolve;
  });
  await using inner = await aGateway();
  const asked: RouterCallOptions[] = [];
  const router = {
    ...inner.router,
    generate: ((name, body, options = {}) => {
      asked.push(options);
      if (!isHeld) return inner.router.generate(name, body, options);
      hold();
      return new Promise((_resolve, reject) => {
        options.signal?.addEventListener("abort", () => reject(options.signal?.reason), { once: true });
      });
    }) satisfies typeof inner.router.generate,
  };
  await using gateway = await aGateway({ router });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const post = () => {
    const headers = { "content-type": "application/json" };
    const sent = request(`${gateway.url}/v1/chat/completions`, { method: "POST", agent, headers });
    sent.end(JSON.stringify({ model: "m", messages: [{ role: "user", content: "Hi" }] }));
    return sent;
  };
  for (let call = 0; call < 20; call += 1) {
    await new Promise((resolve, reject) => {
      const sent = post();
      sent.on("response", (response) => response.resume().on("end", resolve));
      sent.on("error", reject);
    });
  }
  const signals = new Set(asked.map(({ signal }) => signal));
  const [signal] = signals;
  expect(signals.size).toBe(1);
  if (signal === undefined) throw new Error("no signal was passed on");
  expect(signal.aborted).toBe(false);
  expect(getEventListeners(signal, "abort").length).toBeLessThanOrEqual(1);

  isHeld = true;
  const leaving = post();
  leaving.on("error", () => undefined);
  await held;
  const aborted = new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  leaving.destroy();
  await aborted;
  expect(asked.at(-1)?.signal).toBe(signal);
  agent.destroy();
});
