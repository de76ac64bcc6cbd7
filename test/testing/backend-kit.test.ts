import { expect, it } from "vitest";
import type { Backend } from "../../src/backend.ts";
import { fakeBackend } from "../../src/backends/fake.ts";
import { CallError } from "../../src/call-error.ts";
import type { ModerationReply } from "../../src/moderation.ts";
import { backendContract } from "../../src/testing/backend-kit.ts";

/** The names of the cases a broken backend fails. */
async function failed(broken: (backend: Backend) => Partial<Backend>): Promise<string[]> {
  const cases = backendContract({
    make(script) {
      const backend = fakeBackend(script);
      return { backend: { ...backend, ...broken(backend) }, keys: ["sk-kit-0123456789"] };
    },
  });
  const names: string[] = [];
  for (const { name, run } of cases) await Promise.resolve(run()).catch(() => names.push(name));
  return names;
}

it("finds nothing wrong with a backend that keeps the contract", async () => {
  expect(await failed(() => ({}))).toEqual([]);
});

it("finds a backend that takes a cut stream for a whole one", async () => {
  const names = await failed((backend) => ({
    async *stream(...args) {
      try {
        yield* backend.stream(...args);
      } catch (error) {
        if (!(error instanceof CallError && error.code === "stream_truncated")) throw error;
      }
    },
  }));
  expect(names).toEqual([
    "fails when a stream is cut before its end",
    "fails when a stream is cut after its last piece, before its end marker",
  ]);
});

it("finds a backend that does not listen when it is aborted, without waiting as long as it would", async () => {
  const names = await failed((backend) => ({ generate: (model, request) => backend.generate(model, request) }));
  expect(names).toEqual([
    "sends nothing when it is aborted before the call",
    "ends at once when it is aborted while it waits",
  ]);
}, 15_000);

it("finds a backend that shows a key", async () => {
  const names = await failed((backend) => ({
    generate: (...args) =>
      backend.generate(...args).catch((error: CallError) => {
        const { fault, retryable, target = "" } = error;
        throw new CallError(error.code, "with sk-kit-0123456789", {
          fault,
          retryable,
          target,
          status: error.status ?? 0,
        });
      }),
  }));
  expect(names).toContain("says of a 401 that the key is at fault, and not to try again");
});

it("finds a backend whose errors do not name the target", async () => {
  const names = await failed((backend) => ({
    generate: (...args) =>
      backend.generate(...args).catch((error: CallError) => {
        const { fault, retryable, status } = error;
        throw new CallError(error.code, "failed", { fault, retryable, ...(status !== undefined && { status }) });
      }),
  }));
  expect(names).toContain("says of a 500 that the target may do better later");
});

it("finds a backend that changes what it is given", async () => {
  const names = await failed((backend) => ({
    generate: (model, request, options) => {
      Object.assign(request, { stream: false });
      return backend.generate(model, request, options);
    },
  }));
  expect(names).toContain("does not change what it is given");
});

it("finds a backend that leaves out one of the texts it was to judge, and asks for nothing of one that cannot", async () => {
  const short = await failed((backend) => ({
    async moderate(...args) {
      const reply = (await backend.moderate?.(...args)) as ModerationReply;
      return { ...reply, results: reply.results.slice(1) };
    },
  }));
  expect(short).toEqual(["judges each text for itself, where it can moderate, and tells of the call"]);
  expect(await failed(() => ({ moderate: undefined }) as unknown as Partial<Backend>)).toEqual([]);
});

it("names the cases that are skipped, with the reason", () => {
  const name = "keeps thinking apart from the answer";
  const cases = backendContract({ make: () => ({ backend: fakeBackend() }), skip: { [name]: "it does not think" } });
  expect(cases.filter(({ skip }) => skip !== undefined).map((skipped) => [skipped.name, skipped.skip])).toEqual([
    [name, "it does not think"],
  ]);
});
