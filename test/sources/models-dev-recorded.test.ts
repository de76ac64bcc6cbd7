import { describe, expect, it } from "vitest";
import { findProvider } from "../../src/builtins/providers.ts";
import { ModelRegistry } from "../../src/registry.ts";
import { modelsDev } from "../../src/sources/models-dev.ts";
import { report } from "../support/a-source.ts";
import { startLoopback } from "../support/loopback.ts";
import { readShared, withoutSharedData } from "../support/shared-data.ts";

interface Row {
  id: string;
  reasoning: boolean;
  tool_call: boolean;
  structured_output?: boolean;
  modalities: { input: string[]; output: string[] };
  limit: { context: number; output: number };
  cost?: Record<string, unknown>;
  experimental?: {
    modes?: Record<string, { cost: Record<string, unknown>; provider?: { body?: Record<string, unknown> } }>;
  };
}

type Answer = Record<string, { models: Record<string, Row> }>;

const NAMES = { input: "input", output: "output", cache_read: "cacheRead", cache_write: "cacheWrite" } as const;

describe.skipIf(withoutSharedData !== undefined)(
  `the recorded file of models.dev${withoutSharedData ? `: ${withoutSharedData}` : ""}`,
  async () => {
    const answer = withoutSharedData ? {} : ((await readShared("catalogs/models.dev/api.json")) as Answer);
    const registry = new ModelRegistry();
    const rows = Object.entries(answer).flatMap(([listedAt, { models }]) =>
      Object.values(models).map((row) => ({ listedAt, row, local: findProvider(listedAt)?.isLocal === true })),
    );
    const remote = rows.filter(({ local }) => !local);
    const modelOf = (listedAt: string, row: Row) => registry.require(`${listedAt}/${row.id}`);

    it("is read whole: each listing becomes a model of its own, found by the name models.dev gives it", async () => {
      await using server = await startLoopback({ "/api.json": { json: answer } });
      const { error, found, skipped, matched } = await report(modelsDev({ url: server.url }), {}, registry);
      expect(error).toBeUndefined();
      expect(skipped.map(({ row }) => row)).toEqual(["lmstudio"]);
      expect(matched.size).toBe(0);
      expect(found).toBe(remote.length);
      expect(registry.size).toBe(remote.length);
      for (const { listedAt, row } of remote) {
        expect(modelOf(listedAt, row).connectorMetadata["models-dev"]?.id).toBe(`${listedAt}/${row.id}`);
      }
    });

    it("keeps every price above zero exactly, in base and tiers, and takes no zero for one", () => {
      for (const { listedAt, row } of remote) {
        const isFree = /[:-]free$/.test(row.id);
        const expected = (cost: Record<string, unknown> = {}) =>
          Object.fromEntries(
            Object.entries(NAMES).flatMap(([theirs, ours]) =>
              typeof cost[theirs] === "number" && (cost[theirs] > 0 || isFree) ? [[ours, cost[theirs]]] : [],
            ),
          );
        const { tiers = [], ...base } = modelOf(listedAt, row).pricing;
        const main = (prices: object) =>
          Object.fromEntries(
            Object.entries(prices).filter(([name]) => (Object.values(NAMES) as string[]).includes(name)),
          );
        expect(main(base), row.id).toEqual(expected(row.cost));
        const theirs = (row.cost?.tiers ?? []) as { tier: { size: number } }[];
        expect(tiers.map((tier) => [tier.aboveTokens, main(tier)])).toEqual(
          theirs.map((tier) => [tier.tier.size, expected(tier as never)]),
        );
      }
    });

    it("keeps the prices of what a service tier asks for, and no other mode's", () => {
      let count = 0;
      for (const { listedAt, row } of remote) {
        const { pricing } = modelOf(listedAt, row);
        const modes = Object.values(row.experimental?.modes ?? {});
        const asked = modes.find(({ provider }) => provider?.body?.service_tier === "priority");
        expect(pricing.priority?.input, row.id).toBe(asked?.cost.input);
        expect(pricing.priority?.cacheRead, row.id).toBe(asked?.cost.cache_read);
        if (asked !== undefined) count += 1;
      }
      expect(count).toBeGreaterThan(15);
    });

    it("says of windows, tools, reasoning and pictures exactly what the file says", () => {
      for (const { listedAt, row } of remote) {
        const { contextWindow, maxOutputTokens, capabilities } = modelOf(listedAt, row);
        expect(contextWindow).toBe(row.limit.context || undefined);
        expect(maxOutputTokens).toBe(row.limit.output || undefined);
        expect(capabilities).toMatchObject({
          tools: row.tool_call,
          reasoning: row.reasoning,
          vision: row.modalities.input.includes("image"),
        });
        expect(capabilities.jsonSchema).toBe(row.structured_output);
      }
    });

    it("leaves the makers' facts to the makers: what a reseller says is under the reseller's name", () => {
      const claude = registry.filter({ provider: "anthropic" }).map(({ id }) => id);
      expect(claude.length).toBe(Object.keys(answer.anthropic?.models ?? {}).length);
      expect(registry.require("openrouter/anthropic/claude-sonnet-4.5").provider).toBe("openrouter");
      expect(registry.get("anthropic/claude-sonnet-4.5")).toBeUndefined();
    });
  },
);
