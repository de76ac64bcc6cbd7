import { describe, expect, it } from "vitest";
import { ModelRegistry } from "../../src/registry.ts";
import type { ModelSource } from "../../src/source.ts";
import { litellm } from "../../src/sources/litellm.ts";
import { modelsDev } from "../../src/sources/models-dev.ts";
import { report } from "../support/a-source.ts";
import { startLoopback } from "../support/loopback.ts";

const NAMES = [
  "__proto__",
  "constructor",
  "toString",
  "red\u001b[31m",
  "nul\u0000",
  "line\nbreak",
  " ",
  "../../etc/passwd",
  "x".repeat(1_000_000),
  "\u202Eevil",
  "\uD800",
];

const DEEP = JSON.parse(`${'{"a":'.repeat(200)}1${"}".repeat(200)}`);

/** Objects with own keys that are names of inherited ones too, as `JSON.parse` makes them. */
function record(entries: readonly (readonly [string, unknown])[]): unknown {
  return JSON.parse(`{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`);
}

const modelsDevRow = (id: string) => ({ id, name: id, family: id, release_date: id, cost: { input: 1, [id]: 2 } });
const litellmRow = (name: string) => ({
  litellm_provider: "openai",
  mode: name,
  source: name,
  input_cost_per_token: 1e-6,
});

const CASES: [name: string, make: (url: string) => ModelSource, answer: unknown][] = [
  [
    "models-dev",
    (url) => modelsDev({ url }),
    record([
      [
        "acme",
        { models: record([...NAMES.map((id) => [id, modelsDevRow(id)] as const), ["good", modelsDevRow("good")]]) },
      ],
      ...NAMES.map((name) => [name, { models: { a: modelsDevRow("a") } }] as const),
      ["deep", { models: { a: { ...modelsDevRow("a"), reasoning_options: [DEEP] } } }],
    ]),
  ],
  [
    "litellm",
    (url) => litellm({ url }),
    record([
      ...NAMES.map((name) => [name, litellmRow(name)] as const),
      ...NAMES.map((name) => [`acme/${name}`, { ...litellmRow("chat"), litellm_provider: name }] as const),
      ["acme/good", { ...litellmRow("chat"), litellm_provider: "acme", deep: DEEP, tiered_pricing: [DEEP] }],
    ]),
  ],
];

describe.each(CASES)("hostile names from %s", (_name, make, answer) => {
  it("neither crash nor pollute, and no id or report holds control characters", async () => {
    const registry = new ModelRegistry();
    await using server = await startLoopback({ "/map.json": { json: answer } });
    const { error, status, skipped, found } = await report(make(`${server.url}/map.json`), {}, registry);
    expect(error).toBeUndefined();
    expect(status).toBe("ok");
    expect(registry.get("acme/good")).toMatchObject({ provider: "acme", pricing: { input: 1 } });
    expect(found).toBe(registry.size);
    expect(skipped.length).toBeGreaterThan(5);
    expect([...registry.keys()].filter((id) => /[\s\p{C}]/u.test(id) || id.length > 256)).toEqual([]);
    const said = skipped.flatMap(({ row, reason }) => [row, reason]);
    expect(said.filter((text) => /\p{Cc}/u.test(text) || text.length > 1_000)).toEqual([]);
    for (const name of ["id", "cost", "pricing", "models", "input"]) expect(name in Object.prototype).toBe(false);
    for (const model of registry.values())
      expect(Object.getPrototypeOf(model.connectorMetadata)).toBe(Object.prototype);
  });
});
