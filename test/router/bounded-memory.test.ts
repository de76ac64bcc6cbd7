import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { checkConfig } from "../../src/config/load.ts";
import { createRouter } from "../../src/router/create-router.ts";
import { HELLO } from "./support/a-router.ts";
import { handClock } from "./support/hand-clock.ts";
import { plainBackend } from "./support/plain-backend.ts";

/** Calls between two looks at the heap; `MODELMALL_MANY=50000` for a long run. */
const MANY = Number(process.env.MODELMALL_MANY ?? 11_000);
const MEBIBYTE = 2 ** 20;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const TEXT = `
backends: { a: { provider: openai, api_key: "\${K}" } }
models:
  "*": { backend: "a/*", strategy: round_robin, budget: { amount: 1000000, per: hour } }
router:
  budgets: { tags: { "*": { amount: 1, per: hour } }, callers: { "*": { amount: 1, per: hour } } }
`;

it("what callers can make up (names, callers, tags, sessions) takes no more memory however much of it comes", async () => {
  const { config, problems } = await checkConfig({ text: TEXT, file: "m.yaml" }, { env: { K: "k" } });
  if (config === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  const clock = handClock();
  const router = createRouter({
    config,
    clock,
    backends: { a: plainBackend("a") },
    // What costs nothing is soon forgotten; of what was spent the state keeps a hundred thousand names (see its own tests).
    facts: () => ({ contextWindow: 8_000, pricing: { input: 0, output: 0 } }),
    random: () => 0.5,
  });
  let number = 0;
  const call = async () => {
    number += 1;
    const id = `${number}-${"x".repeat(600)}`;
    const how = { tags: [`tag ${id}`], caller: `caller ${id}`, sessionKey: `session ${id}` };
    clock.advance(1);
    await router.generate(`name ${id}`, HELLO, how);
    if (number % 10 === 0) await router.explain(`looked at ${id}`, HELLO, how);
  };
  const heapAfter = async (calls: number) => {
    for (let count = 0; count < calls; count += 1) await call();
    collect();
    return process.memoryUsage().heapUsed / MEBIBYTE;
  };
  // Everything that is bounded is full by then.
  const full = await heapAfter(MANY);
  const later = await heapAfter(MANY);
  expect(later - full).toBeLessThan(8);
  expect(router.health().targets.length).toBeLessThanOrEqual(10_001);
  expect((await router.budgets()).length).toBeLessThanOrEqual(10_000);
  await router.close();
}, 600_000);
