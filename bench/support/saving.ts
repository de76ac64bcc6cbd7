import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { UsageParts } from "../../src/dialect/usage.ts";
import type { Row } from "./ratio.ts";

const shipped = (path: string) => import(new URL(`../../dist/${path}`, import.meta.url).href);
const { createRouter } = (await shipped(
  "router/create-router.js",
)) as typeof import("../../src/router/create-router.ts");
const { createManager } = (await shipped("index.js")) as typeof import("../../src/index.ts");
const { parseConfig } = (await shipped("config/load.js")) as typeof import("../../src/config/load.ts");
const { fakeBackend } = (await shipped("backends/fake.js")) as typeof import("../../src/backends/fake.ts");

const FOLDER = process.env.MODELMALL_SHARED_DATA ?? fileURLToPath(new URL("../../../shared/data", import.meta.url));
const BOARDS = [
  "lmarena/text.2026-04-19.json",
  "aider/polyglot_leaderboard.yml",
  "artificial-analysis/models.json",
  "livebench/table_2026_01_08.csv",
  "livebench/categories_2026_01_08.json",
  "openrouter-embedded-benchmarks.2026-08-22.json",
  "models.dev-benchmarks.2026-07-02.json",
];

/** A choice as people have it: a large model of each of three makers, and a smaller one. */
const TARGETS = [
  "openai/gpt-5",
  "openai/gpt-5-mini",
  "anthropic/claude-opus-4-5",
  "anthropic/claude-haiku-4-5",
  "google/gemini-3-pro-preview",
  "google/gemini-2.5-flash",
];

const STRATEGIES = ["quality", "balanced", "cost"] as const;

/**
 * What recorded calls would have cost by each strategy, and how good the models are that would have answered; every
 * call goes through a router, which knows of each what was counted before it and nothing of its answer.
 */
export async function savings(): Promise<Row[]> {
  if (!existsSync(FOLDER)) return [];
  const usages = recordedUsages();
  const manager = await createManager({
    env: { MODELMALL_BENCHMARKS: BOARDS.map((board) => `${FOLDER}/benchmarks/${board}`).join(",") },
  });
  await manager.discover("catalog", "benchmarks");
  const { catalogue } = manager;
  const backends = [...new Set(TARGETS.map((target) => target.split("/")[0]))];
  const text = [
    "backends:",
    ...backends.map((name) => `  ${name}: { provider: ${name}, api_key: none-needed-here }`),
    `models: { m: { backend: [${TARGETS}] } }`,
    "",
  ].join("\n");
  const config = await parseConfig(text, { env: {}, catalogue });
  const results = new Map<string, { usd: number; percentile: number }>();
  for (const strategy of STRATEGIES) {
    let used: UsageParts = {};
    const router = createRouter({
      config,
      facts: catalogue,
      random: () => 0.5,
      backends: ({ name, provider }) =>
        fakeBackend(() => ({ text: "fine", usage: used }), {
          name,
          facts: (model) => catalogue.facts(provider.name, model),
        }),
    });
    let usd = 0;
    let percentile = 0;
    for (const usage of usages) {
      used = usage;
      const content = "word ".repeat(Number(usage.totalInput));
      const { cost, target } = await router.generate("m", { messages: [{ role: "user", content }] }, { strategy });
      if (cost.usd === null) throw new Error(`${target}: ${cost.reason}`);
      usd += Number(cost.usd);
      const [provider = "", model = ""] = target.split("/");
      const quality = catalogue.quality?.(provider, model);
      if (quality === undefined) throw new Error(`no benchmark says anything of ${target}`);
      percentile += quality.percentile;
    }
    results.set(strategy, { usd, percentile: percentile / usages.length });
    await router.close();
  }
  await manager.close();
  const of = (strategy: string) => results.get(strategy) ?? { usd: Number.NaN, percentile: Number.NaN };
  const best = of("quality");
  const what = `${usages.length} recorded calls, ${TARGETS.length} targets`;
  return [
    { name: `${what}: always the best`, value: best.usd, unit: "USD" },
    { name: `${what}: its models' mean place among all that were measured`, value: best.percentile, unit: "of 1" },
    ...(["balanced", "cost"] as const).flatMap((strategy) => [
      { name: `${what}: saved by ${strategy}`, value: 100 * (1 - of(strategy).usd / best.usd), unit: "%" },
      {
        name: `${what}: given up for it`,
        value: 100 * (best.percentile - of(strategy).percentile),
        unit: "percentiles",
      },
    ]),
  ];
}

type Counts = Readonly<Record<string, number | undefined>>;

/** Usages of text as genai-prices recorded them, whose classes hold one another. */
function recordedUsages(): readonly UsageParts[] {
  const packed = readFileSync(`${FOLDER}/catalogs/genai-prices.usages.json.gz`);
  const recorded = JSON.parse(gunzipSync(packed).toString()) as { extracted: { usage: Counts }[] }[];
  return recorded.flatMap(({ extracted: [first] }) => {
    const {
      input_tokens: totalInput = 0,
      output_tokens: totalOutput = 0,
      cache_read_tokens: cacheRead = 0,
    } = first?.usage ?? {};
    return totalInput === 0 || totalOutput === 0 ? [] : [{ totalInput, totalOutput, cacheRead }];
  });
}
