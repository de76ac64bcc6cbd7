import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DiscoveryProgress, discover } from "../src/discovery.ts";
import { SourceError } from "../src/errors.ts";
import type { ModelInput } from "../src/model.ts";
import type { ModelSource } from "../src/source.ts";
import { aModel, aSource, report } from "./support/a-source.ts";
import { TinyImporter } from "./support/tiny-importer.ts";

function aTurn() {
  let take: () => void = () => undefined;
  const taken = new Promise<void>((resolve) => {
    take = resolve;
  });
  return { taken, take };
}

const never = new Promise<never>(() => undefined);

describe("discover", () => {
  it("asks every source and reports what each answer changed", async () => {
    const importer = new TinyImporter();
    const clock = () => new Date("2026-11-21T10:00:00Z");
    const done = await discover([aSource("b"), aSource("a", { address: "https://me:pw@a.test/v1?key=1" })], importer, {
      clock,
    });
    expect(done.durationMs).toBeGreaterThan(0);
    expect(done.sources).toMatchObject([
      { source: "a", kind: "directory", status: "ok", address: "https://a.test/v1", found: 1, added: ["acme/a"] },
      {
        source: "b",
        kind: "directory",
        status: "ok",
        found: 1,
        added: ["acme/b"],
        askedAt: "2026-11-21T10:00:00.000Z",
      },
    ]);
    expect(importer.origin("a")).toMatchObject({ address: "https://a.test/v1", count: 1 });
  });

  it("takes the answers in by kind and name, whichever comes first", async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(["a", "b", "c", "d", "e"], { minLength: 5 }), async (arriving) => {
        const kinds = { a: "provider", b: "reseller", c: "directory", d: "catalog", e: "provider" } as const;
        const turns = new Map(arriving.map((name) => [name, aTurn()]));
        const sources = Object.entries(kinds).map(([name, kind]) =>
          aSource(name, {
            kind,
            discover: async () => {
              await turns.get(name)?.taken;
              return [aModel(`acme/${name}`)];
            },
          }),
        );
        const importer = new TinyImporter();
        const running = discover(sources, importer);
        for (const name of arriving) {
          turns.get(name)?.take();
          await new Promise(setImmediate);
        }
        await running;
        expect(importer.calls).toEqual(["d", "c", "b", "a", "e"].map((name) => `import ${name}`));
      }),
      { numRuns: 20 },
    );
  });

  it("asks at most as many sources at a time as it is told", async () => {
    let running = 0;
    let most = 0;
    const sources = Array.from({ length: 9 }, (_, n) =>
      aSource(`s${n}`, {
        async discover() {
          most = Math.max(most, ++running);
          await new Promise(setImmediate);
          running--;
          return [];
        },
      }),
    );
    await discover(sources, new TinyImporter(), { concurrency: 3 });
    expect(most).toBe(3);
  });

  it("refuses two sources with one name before anything is asked", async () => {
    await expect(discover([aSource("a"), aSource("a")], new TinyImporter())).rejects.toThrow(
      'discover: two sources are called "a"; each needs a name of its own',
    );
  });

  it("tells its progress, and goes on when the listener throws", async () => {
    const events: DiscoveryProgress[] = [];
    const onProgress = (event: DiscoveryProgress) => {
      events.push(event);
      throw new Error("the terminal is gone");
    };
    await discover([aSource("a")], new TinyImporter(), { onProgress });
    expect(events.map(({ phase }) => phase)).toEqual(["asking", "received", "done"]);
    expect(events[2]?.report).toMatchObject({ source: "a", status: "ok" });
  });
});

describe("a source that fails", () => {
  const failing = [
    [
      "throws at once",
      {
        discover: () => {
          throw new Error("boom sk-0123456789abcdef");
        },
      },
      "acme: it failed in an unexpected way (Error: boom …)",
    ],
    [
      "rejects",
      { discover: () => Promise.reject(new TypeError("boom")) },
      "acme: it failed in an unexpected way (TypeError: boom)",
    ],
    ["throws text", { discover: () => Promise.reject("boom") }, "acme: it failed in an unexpected way (boom)"],
    [
      "answers nothing",
      { discover: (() => undefined) as never },
      "acme: expected a list of models from discover(), got undefined",
    ],
    ["never ends", { discover: () => never }, "acme: no complete answer within 20 ms; try again, or allow more time"],
    [
      "lists rows without end",
      { discover: endless },
      "acme: it lists more than 20,000 models, and was not read further",
    ],
    [
      "answers garbage",
      { discover: (() => [7, null, [], "x"]) as never },
      "acme: none of the 4 rows of its answer is a model; the first: expected an object, got a number",
    ],
    [
      "answers rows without ids",
      { discover: () => [{ name: "x" }] },
      "acme: none of the 1 rows of its answer is a model; the first: model id: expected text, got undefined",
    ],
    ["skips every row", { discover: skipsAll }, "acme: none of the 2 rows of its answer is a model; the first: no id"],
  ] as const;

  function* endless(): Generator<ModelInput> {
    for (let n = 0; ; n++) yield aModel(`acme/${n}`);
  }

  function skipsAll({ skip }: Parameters<ModelSource["discover"]>[0]): ModelInput[] {
    skip("a", "no id");
    skip("b", "no id");
    return [];
  }

  it.each(failing)("because it %s is reported, and hides no other", async (_name, rest, message) => {
    const importer = new TinyImporter();
    const sources = [aSource("acme", rest), aSource("other")];
    const done = await discover(sources, importer, { deadlineMs: _name === "never ends" ? 20 : 5_000 });
    expect(done.sources.map(({ source, status }) => [source, status])).toEqual([
      ["acme", "failed"],
      ["other", "ok"],
    ]);
    expect(done.sources[0]?.error?.message).toBe(message);
    expect(done.sources[0]?.error).toBeInstanceOf(SourceError);
    expect(importer.calls).toEqual(["import other"]);
  });

  it("because its answer cannot be taken in is reported, and hides no other", async () => {
    const importer = new TinyImporter();
    const take = importer.import.bind(importer);
    importer.import = (origin, ...rest) => {
      if (origin === "acme") throw new Error("the disk is full");
      return take(origin, ...rest);
    };
    const { sources } = await discover([aSource("acme"), aSource("other")], importer);
    expect(sources.map(({ status }) => status)).toEqual(["failed", "ok"]);
    expect(sources[0]?.error?.message).toBe("acme: its answer could not be taken in (the disk is full)");
  });

  it("is told by its signal when the deadline has passed", async () => {
    let told: unknown;
    const source = aSource("slow", {
      discover: ({ signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () => {
            told = signal.reason;
            reject(new Error("its own words"));
          }),
        ),
    });
    const { error } = await report(source, { deadlineMs: 10 });
    expect(error).toMatchObject({ code: "source_timeout", retryable: true });
    expect(told).toBe(error);
  });
});

describe("giving up", () => {
  it("ends what is under way, takes nothing in, and reports every source", async () => {
    const controller = new AbortController();
    const importer = new TinyImporter();
    const sources = [
      aSource("quick"),
      aSource("stuck", {
        discover: () => {
          controller.abort();
          return never;
        },
      }),
      aSource("waiting"),
    ];
    const done = await discover(sources, importer, { signal: controller.signal, concurrency: 1 });
    expect(done.sources.map(({ source, status, error }) => [source, status, error?.code, error?.fault])).toEqual([
      ["quick", "failed", "source_aborted", "caller"],
      ["stuck", "failed", "source_aborted", "caller"],
      ["waiting", "failed", "source_aborted", "caller"],
    ]);
    expect(importer.calls).toEqual([]);
  });

  it("before it begins asks nobody", async () => {
    let asked = false;
    const source = aSource("acme", {
      discover: () => {
        asked = true;
        return [];
      },
    });
    expect((await report(source, { signal: AbortSignal.abort() })).error?.code).toBe("source_aborted");
    expect(asked).toBe(false);
  });

  it("leaves no timer behind", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    const before = timers();
    await discover([aSource("acme")], new TinyImporter(), { deadlineMs: 1e12 });
    expect(timers()).toBe(before);
  });
});
