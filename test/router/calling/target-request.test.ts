import { describe, expect, it } from "vitest";
import { resolve } from "../../../src/config/resolve.ts";
import type { EmbedRequest } from "../../../src/embedding.ts";
import type { Target } from "../../../src/route.ts";
import { chatRequestFor, otherRequestFor } from "../../../src/router/calling/target-request.ts";
import { aConfig, HELLO } from "../support/a-router.ts";

const [first] = resolve(await aConfig(["a"]), "m").targets;

function aTarget(known: Target["parameters"]["known"], extra: Target["parameters"]["extra"] = {}): Target {
  if (first === undefined) throw new Error("the route has no target");
  return { ...first, parameters: { known, extra } };
}

describe("the request one target gets", () => {
  it("begins with what the config says, and the caller's word wins", () => {
    const target = aTarget({ temperature: 0.1, seed: 7 });
    expect(chatRequestFor(target, { ...HELLO, temperature: 0.9 })).toEqual({ ...HELLO, temperature: 0.9, seed: 7 });
  });

  it.each([
    [{ max_tokens: 10 }, { max_completion_tokens: 20 }],
    [{ max_completion_tokens: 10 }, { max_tokens: 20 }],
    [{ max_tokens: 10 }, { max_tokens: 20 }],
  ])("has one limit of its answer, whatever it is called: %j under %j", (known, asked) => {
    expect(chatRequestFor(aTarget(known), { ...HELLO, ...asked })).toEqual({ ...HELLO, ...asked });
  });

  it("keeps the config's word where the caller says undefined", () => {
    const asked = { ...HELLO, temperature: undefined } as unknown as typeof HELLO;
    expect(chatRequestFor(aTarget({ temperature: 0.1 }), asked)).toEqual({ ...HELLO, temperature: 0.1 });
  });

  it("has what the caller's object says itself, not what it inherits", () => {
    const asked = Object.assign(Object.create({ temperature: 2 }) as object, HELLO);
    expect(chatRequestFor(aTarget({ temperature: 0.1 }), asked)).toEqual({ ...HELLO, temperature: 0.1 });
  });

  it("keeps the config's fields of the provider's own apart from the caller's, whose dialect may be another", () => {
    const asked = { ...HELLO, extra: { thinking: true }, extraDialect: "anthropic" };
    expect(chatRequestFor(aTarget({}, { one: 1 }), asked)).toEqual({ ...asked, targetExtra: { one: 1 } });
  });

  it("is another object each time, and leaves what it was made from alone", () => {
    const target = aTarget({ temperature: 0.1 }, { one: 1 });
    const asked = Object.freeze({ ...HELLO });
    expect(chatRequestFor(target, asked)).not.toBe(chatRequestFor(target, asked));
    expect(asked).toEqual(HELLO);
  });

  it("has no chat's parameters where it is no chat", () => {
    const target = aTarget({ temperature: 0.1 }, { one: 1 });
    const asked: EmbedRequest = { input: "text" };
    expect(otherRequestFor(target, asked)).toEqual({ input: "text", extra: { one: 1 } });
  });
});
