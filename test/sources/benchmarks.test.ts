import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ModelRegistry } from "../../src/registry.ts";
import { type BenchmarksOptions, benchmarks } from "../../src/sources/benchmarks.ts";
import { sourceContract } from "../../src/testing/source-kit.ts";
import { report } from "../support/a-source.ts";
import { startLoopback } from "../support/loopback.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { TinyImporter } from "../support/tiny-importer.ts";

const board = (models: unknown[], meta: object = {}) => ({
  meta: { leaderboard: "text", source_url: "https://arena.test/text", fetched_at: "2026-04-19T04:38:02Z", ...meta },
  models,
});

const arenaRow = { rank: 1, model: "thinker-2", vendor: "Mistral", score: 1505, ci: 11, votes: 2618 };

/** What the source makes of files with these names and texts. */
async function readFiles(files: Record<string, string>, aliases: BenchmarksOptions["aliases"] = {}) {
  const folder = await tempFolder();
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const importer = new TinyImporter();
  const from = Object.keys(files).map((name) => join(folder, name));
  const result = await report(benchmarks({ from, aliases }), {}, importer);
  const models = Object.fromEntries(importer.models.get("benchmarks") ?? []);
  return { ...result, folder, models, scores: (id: string) => models[id]?.benchmarks };
}

describe("benchmarks", () => {
  for (const { name, run, skip } of sourceContract({
    make: (url) => benchmarks({ from: [url] }),
    answer: () => board([arenaRow, { ...arenaRow, model: "mini" }]),
    answerWithBrokenRow: () => board([arenaRow, { model: 7 }]),
    ids: ["mistral/thinker-2", "mistral/mini"],
  })) {
    it.skipIf(skip !== undefined)(name, run);
  }

  it("reads Aider's leaderboards, of a model's runs the latest", async () => {
    const { scores, skipped, models } = await readFiles({
      "polyglot_leaderboard.yml": `
- {model: gpt-5 (high), pass_rate_1: 52.0, pass_rate_2: 88.0, date: 2025-08-23, edit_format: diff, total_cost: 29.0829}
- {model: gpt-4.1, pass_rate_1: 20, pass_rate_2: 50.0, date: 2025-04-01, total_cost: 0.0}
- {model: gpt-4.1, pass_rate_1: 20, pass_rate_2: 52.4, date: 2025-04-14}
- {model: gpt-4.1, pass_rate_1: 20, pass_rate_2: 10, date: 2025-01-01}
- {model: o3 (high) + gpt-4.1, pass_rate_1: 36, pass_rate_2: 82.7}
- {model: o1-mini, editor_model: gpt-4o, pass_rate_1: 36, pass_rate_2: 82.7}
- {model: Quasar Alpha, pass_rate_1: 21, pass_rate_2: 54.7}
- {model: Gemini 2.5 Pro Preview 05-06, pass_rate_1: 36.4, pass_rate_2: 76.9}
- {model: broken, pass_rate_1: x}
- just text
`,
    });
    const source = "https://aider.chat/docs/leaderboards/";
    expect(models).toEqual({
      "openai/gpt-5": expect.anything(),
      "openai/gpt-4.1": expect.anything(),
      "google/gemini-2.5-pro-preview-05-06": expect.anything(),
    });
    expect(scores("openai/gpt-5")).toEqual({
      "aider/polyglot:high": {
        score: 88,
        source,
        date: "2025-08-23",
        setting: "high",
        firstTry: 52,
        editFormat: "diff",
        runCostUsd: 29.0829,
      },
    });
    expect(scores("openai/gpt-4.1")).toEqual({
      "aider/polyglot": { score: 52.4, source, date: "2025-04-14", firstTry: 20 },
    });
    expect(skipped).toEqual([
      { row: "o3 (high) + gpt-4.1", reason: "scored together with another model on aider/polyglot" },
      { row: "o1-mini", reason: "scored together with another model on aider/polyglot" },
      { row: "broken", reason: "expected a number as pass_rate_2 on aider/polyglot" },
      { row: "polyglot_leaderboard, row 10", reason: "expected an object with model and pass_rate_2" },
      {
        row: "gpt-4.1",
        reason: "another score of 2025-04-01 on aider/polyglot, of which the latest counts, else the first",
      },
      {
        row: "gpt-4.1",
        reason: "another score of 2025-01-01 on aider/polyglot, of which the latest counts, else the first",
      },
      { row: "Quasar Alpha", reason: "no model of this name; declare an alias" },
    ]);
  });

  it("reads LMArena's boards, with the maker the board names", async () => {
    const rows = [
      arenaRow,
      { model: "claude-opus-4-6-thinking", vendor: "Anthropic", score: 1503, rank: 2 },
      { model: "claude-opus-4-6", vendor: "Anthropic", score: 1497 },
      { model: "mimo-v2", vendor: "Nobody We Know", score: 1400 },
      { model: "gpt-5.4-high (codex-harness)", vendor: "OpenAI", score: 1390 },
      { model: "no score" },
      null,
    ];
    const { scores, skipped } = await readFiles({ "text.json": JSON.stringify(board(rows)) });
    const about = { source: "https://arena.test/text", date: "2026-04-19" };
    expect(scores("mistral/thinker-2")).toEqual({
      "lmarena/text": { score: 1505, rank: 1, margin: 11, votes: 2618, ...about },
    });
    expect(scores("anthropic/claude-opus-4-6")).toEqual({
      "lmarena/text:thinking": { score: 1503, rank: 2, setting: "thinking", ...about },
      "lmarena/text": { score: 1497, ...about },
    });
    expect(Object.keys(scores("openai/gpt-5.4") ?? {})).toEqual(["lmarena/text:high-codex-harness"]);
    expect(scores("mimo-v2")).toBeDefined();
    const expected = "expected an object with model and score";
    expect(skipped).toEqual([
      { row: "lmarena/text, row 6", reason: expected },
      { row: "lmarena/text, row 7", reason: expected },
    ]);
  });

  it("reads LiveBench's tables: the means of categories where they are given, else the tasks", async () => {
    const table = 'model,zebra,logic,olympiad\nkimi-k2-thinking,80,60.5,91\n"gpt-5.4-high",70,,50\n,1,2,3\nodd,x,y,z\n';
    const categories = JSON.stringify({ Reasoning: ["zebra", "logic"], Mathematics: ["olympiad"] });
    const about = { source: "https://livebench.ai", date: "2026-01-08" };
    const { scores, skipped } = await readFiles({ "table_2026_01_08.csv": table, "categories.json": categories });
    expect(scores("moonshotai/kimi-k2-thinking")).toEqual({
      "livebench/reasoning": { score: 70.25, ...about },
      "livebench/mathematics": { score: 91, ...about },
      "livebench/overall": { score: 80.625, ...about },
    });
    // Without a task there is no mean that it is part of.
    expect(scores("openai/gpt-5.4")).toEqual({
      "livebench/mathematics:high": { score: 50, setting: "high", ...about },
    });
    expect(skipped).toEqual([
      { row: "table_2026_01_08, row 4", reason: "expected a name in the column model" },
      { row: "odd", reason: "no score of table_2026_01_08 is a number" },
    ]);
    const alone = await readFiles({ "table.csv": table });
    expect(alone.scores("moonshotai/kimi-k2-thinking")?.["livebench/task/zebra"]).toEqual({
      score: 80,
      source: "https://livebench.ai",
    });
  });

  it("reads models.dev's scores, and keeps apart how they were measured", async () => {
    const scored = [
      { name: "SWE-Bench Pro", score: 51.9, metric: "resolve rate", dataset: "public", source: "https://scale.test" },
      {
        name: "Terminal-Bench",
        score: 40,
        version: "2.1",
        harness: "Claude Code",
        variant: "high",
        date: "2026-05-01",
      },
      { name: "no score" },
    ];
    const both = {
      "acme/thinker": { benchmarks: scored },
      "x-ai/grok-4": scored.slice(0, 1),
      other: { benchmarks: 1 },
    };
    const { scores, skipped } = await readFiles({ "models.json": JSON.stringify(both) });
    expect(scores("acme/thinker")).toEqual({
      "swe-bench-pro/public": {
        score: 51.9,
        metric: "resolve rate",
        title: "SWE-Bench Pro",
        source: "https://scale.test",
      },
      "terminal-bench-2.1:claude-code-high": {
        score: 40,
        title: "Terminal-Bench",
        date: "2026-05-01",
        setting: "Claude Code, high",
      },
    });
    expect(Object.keys(scores("xai/grok-4") ?? {})).toEqual(["swe-bench-pro/public"]);
    expect(skipped).toEqual([{ row: "acme/thinker", reason: "expected a benchmark with name and score" }]);
  });

  it("reads Artificial Analysis' index by the name of the model's page, and OpenRouter's quotes of it", async () => {
    const page = (model: string) => `https://artificialanalysis.ai/models/${model}`;
    const { scores, skipped } = await readFiles({
      "aa.json": JSON.stringify([
        { model_name: "GPT-5.6 Sol (max)", creator: "OpenAI", intelligence: 60.9, url: page("gpt-5-6-sol") },
        { model_name: "Thing 1", creator: "Mistral", intelligence: 12, url: page("thing-1?x=1") },
        { model_name: "No Page", intelligence: 3 },
      ]),
      "openrouter.2026-08-22.json": JSON.stringify({
        data: [
          { id: "z-ai/glm-5.3", benchmarks: { artificial_analysis: { coding_index: 74.8 }, design_arena: [null] } },
          { id: "" },
        ],
      }),
    });
    expect(scores("openai/gpt-5.6-sol")).toEqual({
      "artificial-analysis/intelligence": {
        score: 60.9,
        title: "GPT-5.6 Sol (max)",
        runAs: "max",
        source: page("gpt-5-6-sol"),
      },
    });
    expect(scores("mistral/thing-1")).toBeDefined();
    expect(scores("zai/glm-5.3")).toEqual({
      "artificial-analysis/coding": {
        score: 74.8,
        source: "Artificial Analysis, by OpenRouter",
        date: "2026-08-22",
      },
    });
    expect(skipped.map(({ row }) => row)).toEqual(["No Page", "row 2"]);
  });

  it("takes the caller's own aliases before the declared ones", async () => {
    const json = JSON.stringify(
      board([
        { model: "Quasar Alpha", score: 1 },
        { model: "gemini-3-pro", score: 2 },
      ]),
    );
    const aliases = { "Quasar Alpha": "openai/gpt-4.1", "gemini-3-pro": "mine/gemini" };
    expect(Object.keys((await readFiles({ "text.json": json }, aliases)).models)).toEqual([
      "openai/gpt-4.1",
      "mine/gemini",
    ]);
  });

  it("gives scores to models that other sources list, and lists what matches none", async () => {
    const registry = new ModelRegistry();
    registry.import("shop", [{ id: "mistral/thinker-2" }]);
    await using server = await startLoopback({
      "/text.json": { json: board([arenaRow, { model: "mini", score: 3 }]) },
      "/board.yml": { body: "- {model: mistral/thinker-2, pass_rate_1: 1, pass_rate_2: 2}" },
    });
    const from = [`${server.url}/text.json?key=1`, `${server.url}/board.yml`];
    const { status, found, skipped, added } = await report(benchmarks({ from }), {}, registry);
    expect({ status, found, added }).toEqual({ status: "ok", found: 1, added: [] });
    expect(skipped).toEqual([{ row: "mini", reason: "no model of this name; declare an alias" }]);
    expect(Object.keys(registry.get("mistral/thinker-2")?.benchmarks ?? {})).toEqual(["lmarena/text", "aider/board"]);
  });

  it("says what to set when there is nothing to read", async () => {
    expect((await report(benchmarks())).error?.message).toBe(
      "benchmarks: there is nothing to read; set MODELMALL_BENCHMARKS to files or addresses with scores, separated by commas",
    );
  });

  const shape =
    "has no scores in a known shape; expected Aider's YAML, LiveBench's CSV, or JSON of LMArena, Artificial Analysis, models.dev or OpenRouter";
  it.each([
    ["a.json", "{ not json", "could not be read: not valid JSON"],
    ["a.json", "", "could not be read: not valid JSON"],
    ["a.json", "[]", shape],
    ["a.json", '{"a":1}', shape],
    ["a.json", '{"meta":{"leaderboard":"text"},"models":{}}', shape],
    ["a.yml", "a: [1", "could not be read: not valid YAML at line 1 (bad indent)"],
    ["a.yml", "[".repeat(200_000), "could not be read: nested deeper than 100 levels"],
    ["a.yml", "- ".repeat(5_000), "could not be read: nested deeper than 100 levels"],
    ["a.yml", "just text", shape],
    ["a.csv", 'model,x\n"open', "could not be read: not valid CSV at line 2"],
    ["a.csv", "name,x\na,1", shape],
    ["a.csv", "", shape],
  ])("refuses %s with %.20s as a whole", async (file, text, message) => {
    const { status, error, folder } = await readFiles({ "good.json": JSON.stringify(board([arenaRow])), [file]: text });
    expect(status).toBe("failed");
    expect(error?.code).toBe("source_malformed");
    expect(error?.message.slice(0, 250)).toBe(`benchmarks: ${join(folder, file)} ${message}`.slice(0, 250));
  });

  it("is not polluted by hostile names, and gives none of them a model's place", async () => {
    const names = ["__proto__", "constructor", "a\u001b[31mred", "\u0000", " ", "x".repeat(300), "a/../b", "%00"];
    const rows = names.map((model) => ({ model, score: 1 }));
    const registry = new ModelRegistry();
    registry.import("shop", [{ id: "acme/a" }]);
    const folder = await tempFolder();
    await writeFile(
      join(folder, "text.json"),
      JSON.stringify(board([...rows, arenaRow], { leaderboard: "__proto__" })),
    );
    const { skipped, found } = await report(benchmarks({ from: [join(folder, "text.json")] }), {}, registry);
    expect(found).toBe(0);
    expect(skipped).toHaveLength(names.length + 1);
    expect(skipped.every(({ row }) => !/\p{C}/u.test(row))).toBe(true);
    expect(Object.hasOwn(Object.prototype, "score")).toBe(false);
    expect([...registry.keys()]).toEqual(["acme/a"]);
  });
});
