import { describe, expect, it } from "vitest";
import { SourceError } from "../../src/errors.ts";
import type { ModelInput } from "../../src/model.ts";
import type { ModelSource } from "../../src/source.ts";
import { type SourceContract, sourceContract } from "../../src/testing/source-kit.ts";

interface Row {
  id: string;
}

const toModel = ({ id }: Row): ModelInput => ({ id, provider: "acme", pricing: { input: 1 } });

/** A source that does what it should, to be spoiled in one way at a time. */
const good = (translate: (row: Row) => ModelInput = toModel): SourceContract => ({
  make: (baseUrl) => ({
    name: "acme",
    address: new URL(baseUrl).origin,
    async *discover({ http, skip }) {
      const answer = (await http.json(`${baseUrl}/models`)) as { data?: Row[] };
      if (!Array.isArray(answer.data)) throw malformed();
      for (const row of answer.data) {
        if (typeof row.id === "string") yield translate(row);
        else skip("a row", "no id");
      }
    },
  }),
  answer: () => ({ data: [{ id: "acme/a" }, { id: "acme/b" }] }),
  answerWithBrokenRow: () => ({ data: [{ id: "acme/a" }, {}] }),
  ids: ["acme/b", "acme/a"],
});

const malformed = () => new SourceError("source_malformed", "acme", "no data");

async function failing(contract: SourceContract): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, run, skip } of sourceContract(contract)) {
    if (skip !== undefined) continue;
    await Promise.resolve()
      .then(run)
      .catch(() => failed.push(name));
  }
  return failed;
}

const USABLE = "lists models with unique ids, a provider and prices that are not negative";
const STABLE = "lists the same models when it is asked again, and does not write to the answer";

describe("sourceContract", () => {
  it("is met by a source that does what it should", async () => {
    expect(await failing(good())).toEqual([]);
  });

  it("skips, with a reason, what does not apply to a source that asks nobody", async () => {
    const contract: SourceContract = { make: () => ({ name: "fixed", discover: () => [toModel({ id: "acme/a" })] }) };
    expect(await failing(contract)).toEqual([]);
    const skips = sourceContract(contract)
      .map(({ skip }) => skip)
      .filter((skip) => skip !== undefined);
    expect(skips).toHaveLength(6);
    expect(new Set(skips)).toEqual(new Set(["the source asks no service", "no answer with a broken row was given"]));
  });

  const spoiled: [string, SourceContract, string[]][] = [
    ["ids that come twice", good(() => toModel({ id: "acme/a" })), [USABLE]],
    ["no provider", good(({ id }) => ({ id })), [USABLE]],
    [
      "a price below 0",
      good(({ id }) => ({ ...toModel({ id }), pricing: { tiers: [{ aboveTokens: 1, input: -1 }] } })),
      [USABLE],
    ],
    ["a row that breaks the schema", good(({ id }) => ({ ...toModel({ id }), contextWindow: 0.5 })), [USABLE]],
    [
      "writing to the answer",
      good((row) => {
        row.id = `${row.id}!`;
        return toModel(row);
      }),
      [USABLE, STABLE, "skips a broken row with a reason, and lists the others"],
    ],
    ["another id each time", good(({ id }) => toModel({ id: `${id}-${Math.random()}` })), [USABLE, STABLE]],
    [
      "secrets in its address",
      { ...good(), make: (baseUrl) => ({ ...good().make(baseUrl), address: baseUrl }) },
      ["has a name of lower-case letters, digits and dashes, and an address without secrets"],
    ],
  ];

  it.each(spoiled)("is not met with %s", async (_name, contract, cases) => {
    expect(await failing(contract)).toEqual(cases);
  });

  it("is not met by a source that hides its failures", async () => {
    const hiding: SourceContract["make"] = (baseUrl) => {
      const source: ModelSource = good().make(baseUrl);
      return {
        ...source,
        async *discover(context) {
          try {
            yield* await source.discover(context);
          } catch {
            // Takes a failure for an empty list.
          }
        },
      };
    };
    expect(await failing({ ...good(), make: hiding })).toHaveLength(5);
  });
});
