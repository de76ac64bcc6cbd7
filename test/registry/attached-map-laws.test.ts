import fc from "fast-check";
import { expect, it } from "vitest";
import type { Model, ModelInput } from "../../src/model.ts";
import { ModelRegistry } from "../../src/registry.ts";
import { memory } from "../../src/stores/memory.ts";

const ATTACHED = ["fast", "openai/a", "__proto__/y"];
const OWN = ["openai/b", "x/c", "constructor/x"];
const anyId = fc.constantFrom(...ATTACHED, ...OWN);
const facts = fc.record({ name: fc.constantFrom("one", "two"), contextWindow: fc.nat(3) });
const attachedFacts = { name: "of the config", contextWindow: 9 };

type Step =
  | { do: "set"; id: string; input: ModelInput }
  | { do: "delete"; id: string }
  | { do: "attach" }
  | { do: "import"; ids: string[] };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("set" as const), id: anyId, input: facts }),
  fc.record({ do: fc.constant("delete" as const), id: fc.constantFrom(...OWN) }),
  fc.record({ do: fc.constant("attach" as const) }),
  fc.record({ do: fc.constant("import" as const), ids: fc.uniqueArray(anyId, { minLength: 1 }) }),
);

const attached = { ids: new Set(ATTACHED), aliases: new Map(), factsOf: () => attachedFacts };

const essence = ({ name, contextWindow }: Model) => ({ name, contextWindow });

it("a registry with models of a config is still a Map, and saves what it would save without them", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const store = memory();
      const ours = await ModelRegistry.open(store);
      ours.attach(attached);
      const expected = new Map<string, unknown>(ATTACHED.map((id) => [id, attachedFacts]));
      for (const each of steps) {
        if (each.do === "set") {
          ours.set(each.id, each.input);
          expected.set(each.id, each.input);
        } else if (each.do === "delete") {
          expect(ours.delete(each.id)).toBe(expected.delete(each.id));
        } else if (each.do === "attach") {
          ours.attach(attached);
        } else {
          ours.import(
            "catalog",
            each.ids.map((id) => ({ id })),
            { acceptFewer: true },
          );
          for (const id of each.ids) if (!expected.has(id)) expected.set(id, { name: id.slice(id.indexOf("/") + 1) });
        }
        expect([...ours.keys()]).toEqual([...expected.keys()]);
        expect([...ours].map(([id, model]) => [id, essence(model)])).toEqual([...expected]);
        expect(ours.size).toBe(expected.size);
        expect([...expected.keys()].every((id) => ours.has(id))).toBe(true);
      }
      ours.attach(undefined);
      const shown = [...ours].map(([id, model]) => [id, essence(model)]);
      await ours.flush();
      const again = await ModelRegistry.open(store);
      expect([...again].map(([id, model]) => [id, essence(model)]).sort()).toEqual(shown.sort());
      expect(JSON.stringify([...again])).not.toContain("of the config");
    }),
    { numRuns: 150 },
  );
});
