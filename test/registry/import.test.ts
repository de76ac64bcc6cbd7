import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../src/errors.ts";
import type { ModelInput } from "../../src/model.ts";
import { ModelRegistry } from "../../src/registry.ts";

function aRegistry() {
  let time = Date.parse("2026-01-01T00:00:00.000Z");
  const registry = new ModelRegistry(null, { clock: () => new Date(time) });
  return { registry, tomorrow: () => (time += 86_400_000) };
}

const rows = (...ids: string[]): ModelInput[] => ids.map((id) => ({ id }));

describe("taking in a source's answer", () => {
  it("reports what is new, changed with old and new values, missing, and listed again", () => {
    const { registry, tomorrow } = aRegistry();
    const first = registry.import("openrouter", [
      { id: "x/a", pricing: { input: 1 }, contextWindow: 1_000 },
      { id: "x/b" },
      { id: "x/c" },
    ]);
    expect(first).toMatchObject({ found: 3, added: ["x/a", "x/b", "x/c"], changed: [], missing: [], returned: [] });
    tomorrow();
    const second = registry.import("openrouter", [
      { id: "x/a", pricing: { input: 2 }, contextWindow: 1_000 },
      { id: "x/b" },
      { id: "x/d" },
    ]);
    expect(second).toMatchObject({
      added: ["x/d"],
      changed: [{ id: "x/a", fields: [{ path: "pricing.input", from: 1, to: 2 }] }],
      missing: ["x/c"],
    });
    expect(registry.require("x/c").missingSince).toBe("2026-01-02T00:00:00.000Z");
    tomorrow();
    const third = registry.import("openrouter", [
      { id: "x/a", pricing: { input: 2 }, contextWindow: 1_000 },
      ...rows("x/b", "x/c", "x/d"),
    ]);
    expect(third).toMatchObject({ added: [], changed: [], missing: [], returned: ["x/c"] });
    expect(registry.require("x/c").missingSince).toBeUndefined();
    expect(registry.origin("openrouter")).toMatchObject({ at: "2026-01-03T00:00:00.000Z", count: 4 });
  });

  it("reports where a name of the source leads now, and a model that has another id", () => {
    const { registry } = aRegistry();
    const row = (id: string, metadata: Record<string, unknown>): ModelInput => ({
      id,
      connectorMetadata: { shop: metadata },
    });
    registry.import("shop", [
      row("x/latest", { aliasTarget: "x/1" }),
      row("x/old", { canonicalSlug: "x/2026" }),
      { id: "x/a" },
    ]);
    const { renamed } = registry.import("shop", [
      row("x/latest", { aliasTarget: "x/2" }),
      row("x/new", { canonicalSlug: "x/2026" }),
      { id: "x/a" },
    ]);
    expect(renamed).toEqual([
      { id: "x/new", from: "x/old", to: "x/new" },
      { id: "x/latest", from: "x/1", to: "x/2" },
    ]);
  });

  it("never touches what the user set", () => {
    const { registry } = aRegistry();
    registry.import("openrouter", [{ id: "x/a", contextWindow: 1, description: "theirs" }]);
    const { id } = registry.require("x/a");
    registry.set(id, { ...registry.require(id), tags: ["mine"], contextWindow: 7, customMetadata: { note: "hm" } });
    registry.import("openrouter", [{ id: "x/a", contextWindow: 2, description: "new", tags: ["family"] }]);
    expect(registry.require("x/a")).toMatchObject({
      contextWindow: 7,
      description: "new",
      tags: ["mine", "family"],
      customMetadata: { note: "hm" },
    });
  });

  it("refuses an empty or half-sized answer, unless told that it is right", () => {
    const { registry } = aRegistry();
    registry.import("ollama", rows("o/a", "o/b", "o/c", "o/d", "o/e"));
    const before = [...registry];
    for (const fewer of [[], rows("o/a"), rows("o/a", "o/b")]) {
      const { refused, missing } = registry.import("ollama", fewer);
      expect(refused).toContain("where it listed 5 before, so nothing was changed");
      expect(missing).toEqual([]);
    }
    expect([...registry]).toEqual(before);
    expect(registry.import("ollama", rows("o/a"), { acceptFewer: true }).missing).toEqual(["o/b", "o/c", "o/d", "o/e"]);
    expect(registry.import("ollama", []).refused).toContain("it listed no models where it listed 1 before");
  });

  it("leaves out rows it cannot use, says why, and keeps the others", () => {
    const { registry } = aRegistry();
    const result = registry.import("openrouter", [
      { id: "x/a" },
      { id: "x/b", contextWindow: "big" } as never,
      {} as never,
      null as never,
      { id: "has space" },
      { id: "x/a", name: "again" },
      { id: "x/c", description: "x".repeat(20_001) },
    ]);
    expect(result.added).toEqual(["x/a"]);
    expect(result.skipped).toEqual([
      { row: "x/b", reason: 'model x/b: contextWindow: expected a whole number from 0, got "big"' },
      { row: "a row without an id", reason: "model id: expected text, got undefined" },
      { row: "a row without an id", reason: "model id: expected text, got undefined" },
      { row: "has space", reason: 'model id: expected no spaces and no control characters, got "has space"' },
      { row: "x/a", reason: "listed twice; the first counts" },
      {
        row: "x/c",
        reason: "model x/c: description: expected at most 20,000 characters, got text of 20001 characters",
      },
    ]);
    expect(registry.require("x/a").name).toBe("a");
  });

  it("takes a row for the model that declares its id as an alias, and says so", () => {
    const { registry } = aRegistry();
    registry.import("catalog", [{ id: "anthropic/claude-sonnet-4-5", aliases: ["anthropic/claude-sonnet-4.5"] }]);
    const result = registry.import("openrouter", [{ id: "anthropic/claude-sonnet-4.5", contextWindow: 9 }]);
    expect([...result.matched]).toEqual([["anthropic/claude-sonnet-4.5", "anthropic/claude-sonnet-4-5"]]);
    expect(registry.size).toBe(1);
    expect(registry.resolve("anthropic/claude-sonnet-4.5")?.contextWindow).toBe(9);
  });

  it("keeps a listed name as a model of its own when the model it is an alias of is listed too", () => {
    const { registry } = aRegistry();
    registry.import("catalog", [{ id: "openai/gpt-5", aliases: ["openai/gpt-5-chat", "openai/gpt-5-x"] }]);
    const result = registry.import("openrouter", rows("openai/gpt-5-chat", "openai/gpt-5", "openai/gpt-5-x"));
    expect(result).toMatchObject({ found: 3, skipped: [], matched: new Map() });
    expect(registry.get("openai/gpt-5-chat")?.id).toBe("openai/gpt-5-chat");
  });

  it.each(["user", "config", "", "With Capitals", "__proto__", "a/b"])("refuses the origin %j", (origin) => {
    const { registry } = aRegistry();
    expect(() => registry.import(origin, rows("x/a"))).toThrow(InvalidInputError);
    expect(registry.size).toBe(0);
  });

  it("tells its listeners once for a whole answer", () => {
    const { registry } = aRegistry();
    const events: unknown[] = [];
    const stop = registry.onChange((changes) => events.push(changes));
    registry.import("openrouter", rows("x/a", "x/b"));
    registry.set("x/a", { name: "A" });
    registry.delete("x/b");
    stop();
    registry.clear();
    expect(events).toEqual([
      [
        { id: "x/a", kind: "added" },
        { id: "x/b", kind: "added" },
      ],
      [{ id: "x/a", kind: "changed" }],
      [{ id: "x/b", kind: "removed" }],
    ]);
  });
});

describe("provenance", () => {
  function twoOrigins() {
    const { registry } = aRegistry();
    registry.import(
      "catalog",
      [{ id: "openai/a", pricing: { input: 2.5 }, contextWindow: 100, capabilities: { tools: true } }],
      { kind: "catalog" },
    );
    registry.import(
      "openrouter",
      [{ id: "openai/a", pricing: { input: 3 }, contextWindow: 100, capabilities: { tools: false } }],
      { kind: "reseller" },
    );
    return registry;
  }

  it("says value, origin, time and what the others say", () => {
    const registry = twoOrigins();
    const at = "2026-01-01T00:00:00.000Z";
    expect(registry.provenance("openai/a", "pricing.input")).toEqual({
      value: 2.5,
      origin: "catalog",
      at,
      others: [{ value: 3, origin: "openrouter", at }],
    });
    expect(registry.provenance("openai/a", "pricing.output")).toEqual({ value: undefined, others: [] });
    registry.set("openai/a", { ...registry.require("openai/a"), pricing: { input: 1 } });
    expect(registry.provenance("openai/a", "pricing.input")).toMatchObject({ value: 1, origin: "user" });
  });

  it("says that the user took a fact away", () => {
    const registry = twoOrigins();
    const { contextWindow: _gone, ...rest } = registry.require("openai/a");
    registry.set("openai/a", rest);
    expect(registry.require("openai/a").contextWindow).toBeUndefined();
    expect(registry.provenance("openai/a", "contextWindow")).toMatchObject({ value: undefined, origin: "user" });
  });

  it("lists the fields on which origins are further apart than asked", () => {
    const registry = twoOrigins();
    const found = registry.disagreements({ by: 0.1 });
    expect(found.map(({ path }) => path)).toEqual(["pricing.input", "capabilities.tools"]);
    expect(found[0]?.by).toBeCloseTo(1 / 6);
    expect(registry.disagreements({ by: 0.2 }).map(({ path }) => path)).toEqual(["capabilities.tools"]);
  });
});
