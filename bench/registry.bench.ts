// The registry against a native Map, a hand-written loop, and reading its own file.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ModelRegistry } from "../src/registry.ts";
import type { ModelStore } from "../src/store.ts";
import { json } from "../src/stores/json.ts";
import { storedModels } from "../test/support/stored-model.ts";
import { syntheticModels } from "./support/models.ts";
import { atMost, medianTimes, type Row } from "./support/ratio.ts";

export async function run(): Promise<Row[]> {
  return [...(await getting()), ...(await filtering()), ...(await opening()), await importing()];
}

async function getting(): Promise<Row[]> {
  const models = syntheticModels(5_000);
  const registry = new ModelRegistry(models.map((model) => [model.id, model]));
  const native = new Map(registry);
  // A few ids over and over, and all of them: what is measured is the call, then the memory behind it.
  const all = [...registry.keys()];
  const few = all.slice(0, 100);
  const rows: Row[] = [];
  for (const [what, ids] of [
    ["of 100 ids", few],
    ["of 5,000 ids", all],
  ] as const) {
    const times = await medianTimes({
      ours: () => sumOf(ids, (id) => registry.get(id)?.contextWindow),
      native: () => sumOf(ids, (id) => native.get(id)?.contextWindow),
    });
    rows.push(atMost(`registry.get ${what} / Map.get`, times.ours / times.native, "x", 1.3));
  }
  return rows;
}

function sumOf(ids: readonly string[], windowOf: (id: string) => number | null | undefined): number {
  let sum = 0;
  for (const id of ids) sum += windowOf(id) ?? 0;
  return sum;
}

async function filtering(): Promise<Row[]> {
  const registry = new ModelRegistry(syntheticModels(100_000).map((model) => [model.id, model]));
  const list = [...registry.values()];
  const query = { provider: "openai", contextWindow: { $gte: 128_000 }, capabilities: ["tools"] };
  const times = await medianTimes(
    {
      "number: ours": () => registry.filter({ contextWindow: { $gte: 128_000 } }),
      "number: loop": () => list.filter(({ contextWindow }) => contextWindow != null && contextWindow >= 128_000),
      "indexed: ours": () => registry.filter(query),
      "indexed: loop": () =>
        list.filter(
          ({ provider, contextWindow, capabilities }) =>
            provider === "openai" && contextWindow != null && contextWindow >= 128_000 && capabilities.tools === true,
        ),
    },
    { rounds: 9 },
  );
  return [
    atMost("filter of 100,000 by a number / a loop", times["number: ours"] / times["number: loop"], "x", 2.5),
    atMost(
      "filter of 100,000 by provider, window, capability / a loop",
      times["indexed: ours"] / times["indexed: loop"],
      "x",
      2.5,
    ),
  ];
}

async function opening(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "modelmall-bench-"));
  try {
    const path = join(folder, "registry.json");
    await json({ path }).update(() => ({ models: storedModels(5_000), origins: new Map() }));
    const text = await readFile(path, "utf8");
    const times = await medianTimes({
      parse: () => JSON.parse(text),
      open: () => ModelRegistry.open(json({ path })),
      read: async () => (await ModelRegistry.open(json({ path }))).get(() => false),
    });
    return [
      atMost("opening a registry of 5,000 / JSON.parse of its file", times.open / times.parse, "x", 2),
      { name: "opening it and building every model / JSON.parse", value: times.read / times.parse, unit: "x" },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function importing(): Promise<Row> {
  let writes = 0;
  const store: ModelStore = {
    location: "counted",
    read: async () => ({ state: { models: new Map(), origins: new Map() }, notices: [] }),
    async update(change) {
      writes += 1;
      const { models, origins } = change({ models: new Map(), origins: new Map() });
      return {
        origins,
        models: new Map([...models].flatMap(([id, model]) => (model === undefined ? [] : [[id, model]]))),
      };
    },
  };
  const registry = await ModelRegistry.open(store);
  registry.import("catalog", syntheticModels(5_000));
  await registry.flush();
  return atMost("importing 5,000 discovered models", writes, "writes", 1);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.table(await run());
