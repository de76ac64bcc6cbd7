import { describe, expect, it } from "vitest";
import { messageOf, problemsOf, said } from "../support/checking.ts";

describe("fall-backs in a circle", () => {
  const route = (name: string, fallback: string) => `  ${name}: { backend: openai/gpt-4, fallback: ${fallback} }\n`;

  it("are an error that shows the path, once", async () => {
    const text = `models:\n${route("a", "[b]")}${route("b", "[x, c]")}${route("c", "[a]")}${route("x", "[]")}`;
    expect(await messageOf(text)).toBe("fall-backs go round in a circle: a → b → c → a; take one of them away");
  });

  it("are found through aliases, and where a model falls back on itself", async () => {
    const text = "models: { a: { backend: openai/gpt-4, aliases: [me], fallback: [me] } }";
    expect(await messageOf(text)).toBe('"a" falls back on itself; name another model');
  });

  it("are told once where they are the same for several reasons", async () => {
    const both = (name: string, on: string) => route(name, `{ any: [${on}], context_window: [${on}] }`);
    expect(await said(`models:\n${both("a", "b")}${both("b", "a")}`)).toEqual([
      "error fallback_cycle models.b.fallback.any[0]",
    ]);
  });

  it("are none where two ways lead to the same model, or the reasons differ", async () => {
    expect(
      await said(`models:\n${route("a", "[b, c]")}${route("b", "[d]")}${route("c", "[d]")}${route("d", "[]")}`),
    ).toEqual([]);
    expect(
      await said(`models:\n${route("a", "{ context_window: [b] }")}${route("b", "{ content_policy: [a] }")}`),
    ).toEqual([]);
  });

  it("are looked for in chains of any length", async () => {
    const chain = Array.from({ length: 4_000 }, (_, index) => route(`m${index}`, `[m${(index + 1) % 4_000}]`)).join("");
    const [problem, ...others] = await problemsOf(`models:\n${chain}`);
    expect(others).toEqual([]);
    expect(problem?.path).toBe("models.m3999.fallback[0]");
    expect(problem?.message).toContain("m0 → m1 → m2 → m3 → m4 → (3991 more) → m3996");
  });
});
