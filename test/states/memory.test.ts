import { expect, test } from "vitest";
import { StateError } from "../../src/errors.ts";
import { memoryState } from "../../src/states/memory.ts";
import { stateContract } from "../../src/testing/state-kit.ts";

const START = Date.parse("2026-05-18T11:42:00Z");

function make() {
  let now = START;
  const state = memoryState({ clock: { now: () => now } });
  return {
    state,
    now: () => now,
    advance(ms: number) {
      now += ms;
    },
    setTo(time: number) {
      now = time;
    },
  };
}

for (const { name, run } of stateContract({ make })) test(`a state in memory ${name}`, run);

test("a closed state says so, and what ends calls is taken without a word", async () => {
  const { state } = make();
  const grant = await state.acquire([{ key: "a", kind: "concurrent", amount: 1, limit: 1 }]);
  await state.close();
  const isClosed = (error: unknown) => error instanceof StateError && error.code === "state_closed" && !error.retryable;
  await expect(async () => state.acquire([])).rejects.toSatisfy(isClosed);
  await expect(async () => state.reserve([])).rejects.toSatisfy(isClosed);
  await expect(async () => state.spent([])).rejects.toSatisfy(isClosed);
  await expect(async () => state.claim("a", 1)).rejects.toSatisfy(isClosed);
  if (grant.granted) await state.release(grant);
});

test("amounts that are no number fit nowhere, and uses that are none are no news", async () => {
  const { state } = make();
  const claim = { key: "a", kind: "window", amount: 4, limit: 10, windowMs: 60_000 } as const;
  for (const amount of [Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(await state.acquire([{ ...claim, amount }])).toMatchObject({ granted: false });
  }
  const grant = await state.acquire([claim]);
  if (grant.granted) await state.release(grant, [Number.NaN]);
  expect(await state.acquire([{ ...claim, amount: 7 }])).toMatchObject({ granted: false });
  const other = await state.acquire([claim]);
  if (other.granted) await state.release(other, [-100]);
  expect(await state.acquire([{ ...claim, amount: 7 }])).toMatchObject({ granted: false });
  expect(await state.acquire([{ ...claim, amount: 6 }])).toMatchObject({ granted: true });
});

test("two claims on the same limit, or the same budget, must fit together", async () => {
  const { state } = make();
  const claim = { key: "a", kind: "window", amount: 6, limit: 10, windowMs: 60_000 } as const;
  expect(await state.acquire([claim, claim])).toMatchObject({ granted: false });
  const budget = { key: "tag a", per: "total", amount: 6n, limit: 10n } as const;
  expect(await state.reserve([budget, budget])).toMatchObject({ granted: false });
  expect(await state.reserve([budget])).toMatchObject({ granted: true });
});

test("a clock that is set back frees nothing, and begins no period anew", async () => {
  const { state, setTo } = make();
  const claim = { key: "a", kind: "window", amount: 10, limit: 10, windowMs: 60_000 } as const;
  const budget = { key: "tag a", per: "hour", amount: 10n, limit: 10n } as const;
  await state.acquire([claim]);
  const grant = await state.reserve([budget]);
  if (grant.granted) await state.settle(grant, 10n);
  setTo(START - 86_400_000);
  expect(await state.acquire([{ ...claim, amount: 1 }])).toMatchObject({ granted: false });
  expect(await state.reserve([{ ...budget, amount: 1n }])).toMatchObject({ granted: false });
  setTo(START + 60_000);
  expect(await state.acquire([claim])).toMatchObject({ granted: true });
});
