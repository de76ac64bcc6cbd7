import { describe, expect, it } from "vitest";
import { resolve } from "../../../src/config/resolve.ts";
import type { Route } from "../../../src/route.ts";
import { catalogueWith, configOf } from "../support/config-of.ts";
import { droppedOf, idsOf } from "../support/of-route.ts";

describe("fall-backs", () => {
  const idsBy = ({ fallback }: Route) =>
    Object.fromEntries(Object.entries(fallback).map(([reason, targets]) => [reason, targets.map(({ id }) => id)]));

  it("are the targets of other names, one level deep, and targets", async () => {
    const config = await configOf(`
models:
  a: { backend: openai/a, fallback: { any: [b, xai/x, openai/a], context_window: [long], content_policy: [b] }, parameters: { top_p: 0.1 } }
  b: { backend: [openai/b1, openai/b2], fallback: a, parameters: { top_p: 0.2 } }
  long: google/long
  off: { backend: openai/o, enabled: false }
  c: { backend: openai/c, fallback: [off, xai/x] }
  "w-*": { backend: openai/w-*, fallback: ["openrouter/openai/w-*"] }
`);
    const route = resolve(config, "a");
    expect(idsBy(route)).toEqual({
      any: ["openai/b1", "openai/b2", "xai/x"],
      contextWindow: ["google/long"],
      contentPolicy: ["openai/b1", "openai/b2"],
    });
    expect(droppedOf(route)).toEqual(["openai/a duplicate"]);
    expect(route.fallback.any.map(({ parameters }) => parameters.known.top_p)).toEqual([0.2, 0.2, 0.1]);
    expect(droppedOf(resolve(config, "c"))).toEqual(["off disabled"]);
    expect(idsBy(resolve(config, "w-1")).any).toEqual(["openrouter/openai/w-1"]);
  });

  it("keep to the policies of both names", async () => {
    const config = await configOf(`
models:
  a: { backend: ollama/a, fallback: [b], policy: { local_only: true } }
  b: { backend: [openai/b, ollama/b, ollama/c] , policy: { denied_providers: [openai] } }
`);
    const route = resolve(config, "a");
    expect(idsBy(route).any).toEqual(["ollama/b", "ollama/c"]);
    expect(droppedOf(route)).toEqual(["openai/b not_local"]);
  });

  it("stand in when no target is left, those for long requests first where that is why", async () => {
    const config = await configOf(`
models: { a: { backend: openai/m, context_window: 1000, strategy: cost, fallback: { any: [xai/x], context_window: [google/long] } } }
`);
    expect(idsOf(resolve(config, "a"))).toEqual(["openai/m"]);
    const long = resolve(config, "a", { request: { inputTokens: 2_000 } });
    expect({ targets: idsOf(long), rest: idsBy(long), strategy: long.strategy }).toEqual({
      targets: ["google/long"],
      rest: { any: ["xai/x"], contextWindow: [], contentPolicy: [] },
      strategy: "manual",
    });
  });

  it("are also the same models at the fall-back providers that are known to have them", async () => {
    const config = await configOf(`
models: { a: { backend: openai/m, fallback: [xai/x] } }
backends: { eu: { provider: azure, base_url: "https://eu.example.com/openai/v1", models: { m: {} } } }
fallback_providers: [openai, eu, openrouter, groq, together]
`);
    const catalogue = catalogueWith({ "openrouter/openai/m": {}, "together/a/m": {}, "together/b/m": {} });
    const route = resolve(config, "a", { catalogue });
    expect(idsBy(route).any).toEqual(["xai/x", "eu/m", "openrouter/openai/m"]);
    expect(droppedOf(route)).toEqual(["groq/m not_offered", "together/m not_offered"]);
    expect(idsBy(resolve(config, "openai/m", { catalogue })).any).toEqual([]);
  });
});
