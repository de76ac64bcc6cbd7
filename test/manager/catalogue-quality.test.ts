import { describe, expect, it } from "vitest";
import { catalogueOf } from "../../src/manager/catalogue.ts";
import { ModelRegistry } from "../../src/registry.ts";

function aRegistry(): ModelRegistry {
  const registry = new ModelRegistry();
  const scores = [10, 20, 30, 40, 50].map((score, place) => ({
    id: `openai/gpt-${place}`,
    benchmarks: { "lab/board": { score } },
    connectorMetadata: { openai: { id: `gpt-${place}` }, openrouter: { id: `openai/gpt-${place}` } },
  }));
  registry.import("catalog", [...scores, { id: "azure/gpt-4", connectorMetadata: { azure: { id: "gpt-4" } } }], {
    kind: "catalog",
  });
  return registry;
}

describe("the quality of a model at a provider", () => {
  it("is that of the model, wherever it is called", () => {
    const catalogue = catalogueOf(aRegistry());
    const quality = catalogue.quality?.("openai", "gpt-4");
    expect(quality?.percentile).toBe(1);
    expect(catalogue.quality?.("openrouter", "openai/gpt-4")).toEqual(quality);
    expect(catalogue.quality?.("azure", "gpt-4")).toEqual(quality);
    expect(catalogue.quality?.("openai", "gpt-99")).toBeUndefined();
  });

  it("is the user's own word where there is one, from 0 to 100", () => {
    const registry = aRegistry();
    const catalogue = catalogueOf(registry);
    expect(catalogue.quality?.("openai", "gpt-0")?.percentile).toBe(0);
    registry.set("openai/gpt-0", { ...registry.require("openai/gpt-0"), benchmarks: { own: { score: 90 } } });
    expect(catalogue.quality?.("openai", "gpt-0")).toMatchObject({
      percentile: 0.9,
      parts: [{ benchmark: "own", score: 90, source: "user" }],
    });
  });

  it("is worked out once, and anew when a listing has changed", () => {
    const registry = aRegistry();
    const catalogue = catalogueOf(registry);
    const before = catalogue.quality?.("openai", "gpt-0");
    expect(catalogue.quality?.("openai", "gpt-0")).toBe(before);
    registry.import("board", [{ id: "openai/gpt-0", benchmarks: { "lab/board": { score: 99 } } }], { kind: "scores" });
    expect(catalogue.quality?.("openai", "gpt-0")?.percentile).toBe(1);
  });
});
