import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelInput } from "../../src/model.ts";
import { aModel, aSource, report } from "../support/a-source.ts";
import { TinyImporter } from "../support/tiny-importer.ts";

describe("rows", () => {
  it("that are no model are skipped with a reason, and the others count", async () => {
    const trap = {
      get id(): string {
        throw new Error("a trap");
      },
    };
    const discover = () =>
      [
        aModel("acme/a"),
        7,
        trap,
        aModel("acme/b", { contextWindow: -1 }),
        aModel("acme/a"),
        aModel("acme/c"),
      ] as ModelInput[];
    const { status, found, skipped } = await report(aSource("acme", { discover }));
    expect({ status, found }).toEqual({ status: "ok", found: 2 });
    expect(skipped).toEqual([
      { row: "row 2", reason: "expected an object, got a number" },
      { row: "row 3", reason: "a trap" },
      { row: "acme/b", reason: expect.stringContaining("contextWindow") },
      { row: "acme/a", reason: "listed twice; the first counts" },
    ]);
  });

  it("are copies, so that a source cannot change what was taken in", async () => {
    const mine = aModel("acme/a", { tags: ["x"] });
    const importer = new TinyImporter();
    await report(aSource("acme", { discover: () => [mine] }), {}, importer);
    mine.tags?.push("y");
    expect(importer.models.get("acme")?.get("acme/a")).toMatchObject({ tags: ["x"] });
  });

  it("that are hostile neither pollute nor end anything", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true })),
        async (rows) => {
          const { status } = await report(
            aSource("acme", { discover: () => [aModel("acme/a"), ...(rows as ModelInput[])] }),
          );
          expect(status).toBe("ok");
          expect(({} as Record<string, unknown>).polluted).toBeUndefined();
        },
      ),
      { numRuns: 200 },
    );
  });

  it("that are none at all are an answer, if the source skipped none", async () => {
    expect(await report(aSource("acme", { discover: () => [] }))).toMatchObject({ status: "ok", found: 0 });
  });

  it("that are far fewer than before are refused, unless they are accepted", async () => {
    const importer = new TinyImporter();
    await report(aSource("acme", { discover: () => [1, 2, 3].map((n) => aModel(`acme/${n}`)) }), {}, importer);
    const fewer = aSource("acme", { discover: () => [aModel("acme/1")] });
    expect(await report(fewer, {}, importer)).toMatchObject({ status: "refused", refused: "too few", found: 1 });
    expect(await report(fewer, { acceptFewer: true }, importer)).toMatchObject({
      status: "ok",
      missing: ["acme/2", "acme/3"],
    });
  });
});
