import { expect, it } from "vitest";
import { fakeBackend } from "../../src/backends/fake.ts";
import { lazyBackend } from "../../src/backends/lazy.ts";
import { backendContract } from "../../src/testing/backend-kit.ts";

for (const { name, run } of backendContract({
  make: (script) => ({ backend: lazyBackend({ name: "fake", can: [], load: async () => fakeBackend(script) }) }),
})) {
  it(`keeps the contract: ${name}`, run);
}

const ASKED = { messages: [{ role: "user" as const, content: "hello" }] };

it("loads once, at the first call", async () => {
  let loads = 0;
  const backend = lazyBackend({
    name: "fake",
    can: ["models"],
    load: async () => {
      loads += 1;
      return fakeBackend();
    },
  });
  expect(loads).toBe(0);
  await Promise.all([backend.generate("m", ASKED), backend.generate("m", ASKED), backend.models?.()]);
  expect(loads).toBe(1);
});

it("loads again after it failed", async () => {
  let loads = 0;
  const load = async () => {
    loads += 1;
    if (loads === 1) throw new Error("not yet");
    return fakeBackend();
  };
  const backend = lazyBackend({ name: "fake", can: [], load });
  await expect(backend.generate("m", ASKED)).rejects.toThrow("not yet");
  expect((await backend.generate("m", ASKED)).content).toBe("hello");
});

it("closes what was loaded, and loads nothing to close it", async () => {
  let closed = 0;
  const load = async () => ({
    ...fakeBackend(),
    close: async () => {
      closed += 1;
    },
  });
  await lazyBackend({ name: "fake", can: [], load }).close();
  expect(closed).toBe(0);
  const used = lazyBackend({ name: "fake", can: [], load });
  await used.generate("m", ASKED);
  await used.close();
  expect(closed).toBe(1);
});

it("does not open a stream that was left before its first piece", async () => {
  let loads = 0;
  const load = async () => {
    loads += 1;
    return fakeBackend();
  };
  const stream = lazyBackend({ name: "fake", can: [], load }).stream("m", ASKED)[Symbol.asyncIterator]();
  expect(await stream.return?.()).toEqual({ done: true, value: undefined });
  expect(await stream.next()).toEqual({ done: true, value: undefined });
  expect(loads).toBe(0);
});

it("does not begin a stream that was left while its backend was loaded", async () => {
  let begun = 0;
  const load = async () => ({
    ...fakeBackend(),
    stream: () => ({
      [Symbol.asyncIterator]: () => {
        begun += 1;
        return fakeBackend().stream("m", ASKED)[Symbol.asyncIterator]();
      },
    }),
  });
  const chunks = lazyBackend({ name: "fake", can: [], load }).stream("m", ASKED)[Symbol.asyncIterator]();
  const first = chunks.next();
  await chunks.return?.();
  expect(await first).toEqual({ done: true, value: undefined });
  expect(begun).toBe(0);
});
