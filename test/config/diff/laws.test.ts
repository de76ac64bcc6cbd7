import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ConfigChangeKind, diffConfigs } from "../../../src/config/diff.ts";
import { resolve } from "../../../src/config/resolve.ts";
import { RouteError } from "../../../src/config/route-error.ts";
import type { Config } from "../../../src/config.ts";
import type { Target } from "../../../src/route.ts";
import { configOf } from "../support/config-of.ts";

const OPPOSITE = new Map<ConfigChangeKind, ConfigChangeKind>(
  (
    [
      ["model_added", "model_removed"],
      ["model_enabled", "model_disabled"],
      ["model_usable", "model_unusable"],
      ["alias_added", "alias_removed"],
      ["target_added", "target_removed"],
      ["backend_added", "backend_removed"],
      ["backend_enabled", "backend_disabled"],
    ] as const
  ).flatMap(([one, other]) => [
    [one, other],
    [other, one],
  ]),
);

const target = fc.constantFrom("openai/x", "openai/y", "xai/z", "eu/x", "gone/m");
const parameters = fc.record({ temperature: fc.constantFrom(0, 1, null) }, { requiredKeys: [] });
const model = fc.record(
  {
    backend: fc.array(fc.oneof(target, fc.record({ target, weight: fc.constantFrom(1, 2), parameters })), {
      minLength: 1,
      maxLength: 3,
    }),
    parameters,
    aliases: fc.constantFrom([], ["also"]),
    capabilities: fc.record({ tools: fc.boolean() }, { requiredKeys: [] }),
    fallback: fc.array(fc.constantFrom("a", "b", "openai/y"), { maxLength: 2 }),
    strategy: fc.constantFrom("manual", "cost", "own"),
    enabled: fc.boolean(),
    context_window: fc.constantFrom(10, 20),
  },
  { requiredKeys: ["backend"] },
);
const document = fc.record(
  {
    models: fc.dictionary(fc.constantFrom("a", "b", "c-*"), model, { minKeys: 1, maxKeys: 3 }),
    backends: fc.record(
      { eu: fc.record({ provider: fc.constant("openai"), enabled: fc.boolean(), api_key: fc.constantFrom("k", "l") }) },
      { requiredKeys: [] },
    ),
    model_defaults: parameters,
    fallback_providers: fc.constantFrom([], ["xai"]),
    strategies: fc.record({ own: fc.record({ cost: fc.constantFrom(1, 2) }) }),
  },
  { requiredKeys: ["models", "strategies"] },
);

/** Two documents that differ in few places, so that often nothing changes. */
const neighbours = fc
  .record({
    one: document,
    other: document,
    part: fc.constantFrom("models", "backends", "model_defaults", "fallback_providers", "strategies", "none"),
    field: fc.constantFrom("all", "parameters", "aliases", "capabilities", "fallback", "strategy", "context_window"),
  })
  .map(({ one, other, part, field }) => {
    if (part !== "models" || field === "all") return [one, pick(one, other, part)] as const;
    const models = Object.entries(one.models).map(([name, written]) => [
      name,
      pick(written, other.models[name] ?? written, field),
    ]);
    return [one, { ...one, models: Object.fromEntries(models) }] as const;
  });

function pick(one: object, other: object, key: string): object {
  const { [key]: value } = other as Record<string, unknown>;
  return value === undefined ? one : { ...one, [key]: value };
}

/** All that callers can notice of a config through its names. */
function behaviour(config: Config): unknown {
  const names = ["a", "b", "also", "c-*", "openai/x", "eu/x"];
  const plain = ({ backend, ...rest }: Target) => ({
    ...rest,
    account: [backend.name, backend.provider.name, backend.apiKeys.map((key) => key.reveal())],
  });
  return names.map((name) => {
    try {
      const { targets, fallback, dropped: _dropped, asked: _asked, capabilities, ...route } = resolve(config, name);
      return {
        ...route,
        targets: targets.map(plain),
        fallback: Object.values(fallback).map((list) => list.map(plain)),
        off: Object.keys(capabilities).filter((capability) => capabilities[capability] === false),
        weights: config.strategies.get(route.strategy),
        window: config.models.get(route.name)?.facts,
      };
    } catch (error) {
      if (error instanceof RouteError) return undefined;
      throw error;
    }
  });
}

describe("laws", () => {
  it("where nothing changes, names behave the same; where they do not, something changes", async () => {
    await fc.assert(
      fc.asyncProperty(neighbours, async ([one, other]) => {
        const [before, after] = [await configOf(JSON.stringify(one)), await configOf(JSON.stringify(other))];
        const { changes } = diffConfigs(before, after);
        if (changes.length === 0) expect(behaviour(after)).toEqual(behaviour(before));
        expect(diffConfigs(before, await configOf(JSON.stringify(one, null, 2))).changes).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });

  it("the way back has the opposite kinds", async () => {
    await fc.assert(
      fc.asyncProperty(document, document, async (one, other) => {
        const [before, after] = [await configOf(JSON.stringify(one)), await configOf(JSON.stringify(other))];
        const kindsOf = (from: Config, to: Config) => diffConfigs(from, to).changes.map(({ kind }) => kind);
        const back = kindsOf(after, before).map((kind) => OPPOSITE.get(kind) ?? kind);
        expect(back.sort()).toEqual(kindsOf(before, after).sort());
      }),
      { numRuns: 40 },
    );
  });
});
