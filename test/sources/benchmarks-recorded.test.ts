import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { SourceReport } from "../../src/discovery/report.ts";
import { discover } from "../../src/discovery.ts";
import type { Model } from "../../src/model.ts";
import { ModelRegistry } from "../../src/registry.ts";
import { benchmarks } from "../../src/sources/benchmarks.ts";
import { catalog } from "../../src/sources/catalog.ts";
import { modelsDev } from "../../src/sources/models-dev.ts";
import { openrouter } from "../../src/sources/openrouter.ts";
import { startLoopback } from "../support/loopback.ts";
import { readShared, sharedPath, withoutSharedData } from "../support/shared-data.ts";

const FILES = [
  "aider/polyglot_leaderboard.yml",
  "aider/edit_leaderboard.yml",
  "aider/architect.yml",
  "aider/refactor_leaderboard.yml",
  "aider/quant.yml",
  "lmarena/text.2026-04-19.json",
  "lmarena/code.2026-04-19.json",
  "lmarena/vision.2026-04-19.json",
  "livebench/table_2026_01_08.csv",
  "livebench/categories_2026_01_08.json",
  "artificial-analysis/models.json",
  "models.dev-benchmarks.2026-07-02.json",
  "openrouter-embedded-benchmarks.2026-08-22.json",
].map((file) => `benchmarks/${file}`);

/** Rows of recorded boards, worked out by hand, and the model and key under which they must be found. */
const KNOWN: [id: string, key: string, score: number, date: string][] = [
  ["openai/gpt-5", "aider/polyglot:high", 88, "2025-08-23"],
  ["anthropic/claude-3-5-sonnet-20241022", "aider/polyglot", 51.6, "2025-01-17"],
  ["anthropic/claude-opus-4-7", "lmarena/text:thinking", 1505, "2026-04-19"],
  ["anthropic/claude-opus-4-7", "lmarena/text", 1498, "2026-04-19"],
  ["google/gemini-3.1-pro-preview", "lmarena/text", 1492, "2026-04-19"],
  ["zai/glm-5.3", "artificial-analysis/intelligence", 59.5, "2026-08-22"],
];

describe.skipIf(withoutSharedData !== undefined)(
  `the recorded benchmarks${withoutSharedData ? `: ${withoutSharedData}` : ""}`,
  async () => {
    const registry = new ModelRegistry();
    let scores: SourceReport | undefined;
    let before: readonly string[] = [];
    if (withoutSharedData === undefined) {
      await using server = await startLoopback({
        "/api.json": { json: await readShared("catalogs/models.dev/api.json") },
        "/models": { json: await readShared("catalogs/openrouter/models.2026-08-21.json") },
      });
      await discover([catalog(), openrouter({ baseUrl: server.url }), modelsDev({ url: server.url })], registry);
      before = [...registry.keys()];
      ({
        sources: [scores],
      } = await discover([benchmarks({ from: FILES.map(sharedPath) })], registry));
    }
    const said = (model: Model) => registry.provenance(model.id, "benchmarks");
    const scored = [...registry.values()].filter((model) =>
      [said(model), ...said(model).others].some(({ origin }) => origin === "benchmarks"),
    );

    it("are all read, and score at least 250 models without adding one", () => {
      expect(scores).toMatchObject({ status: "ok", added: [], missing: [], returned: [] });
      expect(scored.length).toBe(scores?.found);
      expect(scored.length).toBeGreaterThan(250);
      expect([...registry.keys()]).toEqual(before);
    });

    it.each(KNOWN)("give %s on %s the score %d of %s", (id, key, score, date) => {
      expect(registry.require(id).benchmarks[key]).toMatchObject({ score, date });
    });

    it("give every score a number and where it is from, and a date wherever the benchmark has one", () => {
      for (const { benchmarks: all } of scored) {
        for (const [key, { score, source, date }] of Object.entries(all)) {
          expect(Number.isFinite(score)).toBe(true);
          expect(source).toMatch(/\S/);
          if (/^(aider|lmarena|livebench)\//.test(key)) expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        }
      }
    });

    it("leave no row of Aider's polyglot board out without saying so", () => {
      const path = sharedPath("benchmarks/aider/polyglot_leaderboard.yml");
      const rows = parse(readFileSync(path, "utf8")) as { model: string; pass_rate_2: number; date: string }[];
      const taken = scored.flatMap(({ benchmarks: all }) =>
        Object.entries(all).flatMap(([key, score]) => (/^aider\/polyglot(:|$)/.test(key) ? [score] : [])),
      );
      const named = (scores?.skipped ?? []).flatMap(({ row }) => row.replace(/ \([^ ]+\)$/, "").split(", "));
      for (const { model, pass_rate_2, date } of rows) {
        const isTaken = taken.some((score) => score.score === pass_rate_2 && score.date === date);
        const isNamed = named.includes(model) || (scores?.skipped ?? []).some(({ row }) => row === model);
        expect([model, isTaken || isNamed]).toEqual([model, true]);
      }
    });

    it("match nothing that is named otherwise: the names of reviewed aliases aside, the registry knows each", () => {
      for (const [name, id] of scores?.matched ?? []) expect(registry.resolve(name)?.id).toBe(id);
    });
  },
);
