import { pathToFileURL } from "node:url";
import { Query as MingoQuery } from "mingo";
import sift from "sift";
import type { Model } from "../src/model.ts";
import { compileQuery, ModelTable, type Query } from "../src/query.ts";
import { syntheticModels } from "./support/models.ts";
import { atLeast, atMost, medianTimes, type Row } from "./support/ratio.ts";

interface Case {
  name: string;
  query: Query;
  /** The same for libraries that know Mongo's language and not our shorthands. */
  mongo: Record<string, unknown>;
  /** The same as one would write it by hand. */
  loop(models: readonly Model[]): Model[];
}

const CASES: readonly Case[] = [
  {
    name: "a number",
    query: { contextWindow: { $gte: 128_000 } },
    mongo: { contextWindow: { $gte: 128_000 } },
    loop(models) {
      const found: Model[] = [];
      for (const model of models) {
        const { contextWindow } = model;
        if (contextWindow != null && contextWindow >= 128_000) found.push(model);
      }
      return found;
    },
  },
  {
    name: "a number and a capability",
    query: { contextWindow: { $gte: 128_000 }, capabilities: ["tools"] },
    mongo: { contextWindow: { $gte: 128_000 }, "capabilities.tools": true },
    loop(models) {
      const found: Model[] = [];
      for (const model of models) {
        const { contextWindow } = model;
        if (contextWindow != null && contextWindow >= 128_000 && model.capabilities.tools === true) found.push(model);
      }
      return found;
    },
  },
  {
    name: "provider, capability and price",
    query: { provider: "openai", capabilities: ["tools"], maxInputPrice: 5 },
    mongo: { provider: "openai", "capabilities.tools": true, "pricing.input": { $lte: 5 } },
    loop(models) {
      const found: Model[] = [];
      for (const model of models) {
        const { input } = model.pricing;
        if (model.provider === "openai" && model.capabilities.tools === true && input != null && input <= 5)
          found.push(model);
      }
      return found;
    },
  },
  {
    name: "nested $or",
    query: {
      $or: [{ "pricing.input": { $lte: 1 } }, { isLocal: true, contextWindow: { $gte: 32_000 } }],
      capabilities: ["vision"],
    },
    mongo: {
      $or: [{ "pricing.input": { $lte: 1 } }, { isLocal: true, contextWindow: { $gte: 32_000 } }],
      "capabilities.vision": true,
    },
    loop(models) {
      const found: Model[] = [];
      for (const model of models) {
        const { contextWindow, pricing } = model;
        const isCheap = pricing.input != null && pricing.input <= 1;
        const isLocal = model.isLocal && contextWindow != null && contextWindow >= 32_000;
        if ((isCheap || isLocal) && model.capabilities.vision === true) found.push(model);
      }
      return found;
    },
  },
  {
    name: "text",
    query: { text: "coding" },
    mongo: { $or: [{ id: /coding/i }, { name: /coding/i }, { description: /coding/i }, { aliases: /coding/i }] },
    loop(models) {
      const found: Model[] = [];
      for (const model of models) {
        const texts = [model.id, model.name, model.description ?? "", ...model.aliases];
        if (texts.some((text) => text.toLowerCase().includes("coding"))) found.push(model);
      }
      return found;
    },
  },
];

/**
 * Filters models by compiled queries, by hand-written loops, by sift and by mingo: any list, and a table, which is how
 * the registry keeps its models for being asked again.
 */
export async function run(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of [500, 5_000, 100_000]) {
    const models = syntheticModels(count);
    for (const one of CASES) rows.push(...(await compare(one, models)));
  }
  rows.push(await compileTime());
  return rows;
}

async function compare({ name, query, mongo, loop }: Case, models: Model[]): Promise<Row[]> {
  const { filter } = compileQuery(query);
  const table = new ModelTable(models);
  const bySift = sift.default(mongo);
  const byMingo = new MingoQuery(mongo);
  const contestants = {
    table: () => filter(table),
    list: () => filter(models),
    first: () => filter(new ModelTable(models)),
    loop: () => loop(models),
    sift: () => models.filter(bySift),
    mingo: () => models.filter((model) => byMingo.test(model)),
  };
  const expected = contestants.loop();
  for (const [contestant, found] of Object.entries(contestants)) {
    if (found().length !== expected.length) throw new Error(`${contestant} finds other models for "${name}"`);
  }
  const times = await medianTimes(contestants, { rounds: models.length > 10_000 ? 9 : 15 });
  const title = `${name}, ${models.length.toLocaleString("en-US")} models`;
  const ratio = (way: string, time: number) => {
    const row = `${title}: ${way}`;
    const toLoop = time / times.loop;
    return models.length < 100_000
      ? { name: row, value: toLoop, unit: "x a loop" }
      : atMost(row, toLoop, "x a loop", 2.5);
  };
  return [
    ratio("a list", times.list),
    ratio("a table", times.table),
    { name: `${title}: a new table`, value: times.first / times.loop, unit: "x a loop" },
    atLeast(`${title}: sift takes`, times.sift / times.table, "x a table", 10),
    atLeast(`${title}: mingo takes`, times.mingo / times.table, "x a table", 10),
    { name: `${title}: sift takes`, value: times.sift / times.list, unit: "x a list" },
    { name: `${title}: mingo takes`, value: times.mingo / times.list, unit: "x a list" },
  ];
}

async function compileTime(): Promise<Row> {
  const queries = CASES.map(({ query }) => query);
  const { compile } = await medianTimes({ compile: () => queries.map((query) => compileQuery(query)) });
  return { name: "compiling a query", value: (compile / queries.length) * 1_000, unit: "µs" };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.table(await run());
