import { describe, expect, it } from "vitest";
import { resolve } from "../../../src/config/resolve.ts";
import { configOf } from "../support/config-of.ts";

describe("parameters", () => {
  // Each level, weakest first, with a value of its own.
  const LEVELS = ["defaults", "backend", "backend's model", "model", "target", "call"] as const;
  type Level = (typeof LEVELS)[number];

  async function temperatureWith(levels: readonly Level[], values: (level: Level) => unknown): Promise<unknown> {
    const at = (level: Level) => (levels.includes(level) ? { temperature: values(level) } : {});
    const text = JSON.stringify({
      model_defaults: at("defaults"),
      backends: { openai: { parameters: at("backend"), models: { m: { parameters: at("backend's model") } } } },
      models: { a: { backend: [{ target: "openai/m", parameters: at("target") }], parameters: at("model") } },
    });
    const request = { parameters: at("call") as Record<string, number> };
    return resolve(await configOf(text), "a", { request }).targets[0]?.parameters.known.temperature;
  }

  const value = (level: Level) => LEVELS.indexOf(level) / 10;
  const pairs = LEVELS.flatMap((weak, index) => LEVELS.slice(index + 1).map((strong) => [strong, weak] as const));

  it.each(pairs)("of a %s win over those of the %s", async (strong, weak) => {
    expect(await temperatureWith([strong, weak], value)).toBe(value(strong));
  });

  it.each(pairs)("of a %s that are null take away those of the %s", async (strong, weak) => {
    expect(await temperatureWith([strong, weak], (level) => (level === strong ? null : value(level)))).toBeUndefined();
  });

  it("are replaced whole where they are objects, and known and extra ones do not mix", async () => {
    const config = await configOf(`
model_defaults: { response_format: { type: json_schema, json_schema: { name: a } }, extra: { seed: 1, deep: { a: 1 } } }
models: { a: { backend: openai/m, parameters: { seed: 2, response_format: { type: text }, extra: { deep: { b: 2 } } } } }
`);
    expect(resolve(config, "a").targets[0]?.parameters).toEqual({
      known: { seed: 2, response_format: { type: "text" } },
      extra: { seed: 1, deep: { b: 2 } },
    });
  });

  it("of a call cannot change what an object is", async () => {
    const config = await configOf("models: { a: openai/m }");
    const parameters = JSON.parse('{"__proto__": {"polluted": true}, "top_p": 0}');
    const known = resolve(config, "a", { request: { parameters } }).targets[0]?.parameters.known;
    expect(known).toEqual({ top_p: 0 });
    expect(Object.getPrototypeOf(known)).toBe(Object.prototype);
  });

  it("of a call are not kept for the next", async () => {
    const config = await configOf("models: { a: { backend: openai/m, parameters: { top_p: 1 } } }");
    resolve(config, "a", { request: { parameters: { top_p: 0.5 } } });
    expect(resolve(config, "a").targets[0]?.parameters.known).toEqual({ top_p: 1 });
  });
});
