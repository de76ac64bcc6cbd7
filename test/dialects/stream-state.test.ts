import { describe, expect, it } from "vitest";
import { DIALECTS } from "../../src/builtins/dialects.ts";
import { SERVED } from "../../src/builtins/served.ts";
import { openai } from "../../src/providers/openai.ts";

/** Names under which an object has a getter or setter of its own. */
function ownAccessors(value: object): string[] {
  const all = Object.entries(Object.getOwnPropertyDescriptors(value));
  return all.flatMap(([name, { get, set }]) => (get === undefined && set === undefined ? [] : [name]));
}

// A getter of its own gives an object a hidden class of its own, which V8 keeps, with all that the getter knows, until a
// full collection: each stream would leave its state behind until then.
describe("what each stream has to itself has no getters of its own", () => {
  it.each(Object.entries(DIALECTS))("reading %s", async (_name, { load }) => {
    const dialect = await load();
    const context = { model: "m", provider: openai, facts: {}, stream: true };
    expect(ownAccessors(dialect.createStreamDecoder(context))).toEqual([]);
  });

  it.each(Object.entries(SERVED))("writing %s", async (_name, { load }) => {
    const dialect = await load();
    const asked = {
      request: { messages: [] },
      model: "m",
      stream: true,
      includeUsage: true,
      id: "1",
      createdAt: new Date(0),
    };
    expect(ownAccessors(dialect.createStreamEncoder(asked))).toEqual([]);
  });
});
