import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../../src/errors.ts";
import { RouterError } from "../../../src/router-error.ts";
import { HELLO, planning, THREE, thrownBy } from "../support/planning.ts";

describe("what a call may cost", () => {
  const facts = {
    "ollama/a": { pricing: { input: 0, output: 100 } },
    "ollama/b": { pricing: { input: 0, output: 10 } },
  };

  it("leaves out what is expected to cost more, and what nobody knows the price of", async () => {
    const { plan } = await planning(THREE, { facts });
    const { decision, targets } = plan("m", HELLO, { maxCost: 0.005 });
    expect(targets.map(({ target }) => target.id)).toEqual(["ollama/b"]);
    expect(decision.dropped).toEqual([
      {
        id: "ollama/a",
        code: "price",
        reason: "the call may cost 0.005 USD, and it is expected to cost 0.05",
      },
      {
        id: "ollama/c",
        code: "price",
        reason: "the call may cost 0.005 USD, and nobody knows what it would: no price is known for the target",
      },
    ]);
  });

  it("lets a fall-back stand in that is cheap enough", async () => {
    const text = "models:\n  m:\n    backend: [ollama/a]\n    fallback: [ollama/b]\n";
    const { plan } = await planning(text, { facts });
    expect(plan("m", HELLO, { maxCost: 0.01 }).targets).toMatchObject([{ use: "any", target: { id: "ollama/b" } }]);
  });

  it("is an error that names each target where none is cheap enough", async () => {
    const { plan } = await planning(THREE, { facts });
    const error = thrownBy(() => plan("m", HELLO, { maxCost: 0.000_1 }));
    expect(error).toBeInstanceOf(RouterError);
    expect(error).toMatchObject({ code: "too_expensive", asked: "m", fault: "request" });
    for (const id of ["ollama/a", "ollama/b", "ollama/c"]) expect((error as Error).message).toContain(id);
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])("is refused as an amount: %s", async (maxCost) => {
    const { plan } = await planning(THREE, { facts });
    expect(thrownBy(() => plan("m", HELLO, { maxCost }))).toBeInstanceOf(InvalidInputError);
  });
});
