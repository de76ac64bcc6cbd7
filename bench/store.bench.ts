// The JSON store against its bars, and side by side with keeping the same records in lowdb alone, keyv and unstorage.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import Keyv from "keyv";
import { JSONFilePreset } from "lowdb/node";
import { createStorage } from "unstorage";
import fsDriver from "unstorage/drivers/fs";
import type { StoredModel } from "../src/store.ts";
import { json } from "../src/stores/json.ts";
import { hookedFs } from "../test/support/faulty-fs.ts";
import { anId, aStoredModel, storedModels } from "../test/support/stored-model.ts";
import { atMost, medianTimes, type Row } from "./support/ratio.ts";

type Records = Record<string, StoredModel>;

/** One way of keeping records in a folder. */
interface Keeper {
  /** Saves many at once. */
  fill(models: ReadonlyMap<string, StoredModel>): Promise<unknown>;
  /** Reads all anew, as a process that starts does. */
  open(): Promise<unknown>;
  /** Saves one that changed, in a process that has all of them open. */
  update(id: string, model: StoredModel): Promise<unknown>;
}

const KEEPERS = { ours, "lowdb alone": lowdbAlone, keyv: keyvInFile, unstorage: unstorageFs };

export async function run(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "modelmall-bench-"));
  try {
    return [
      ...(await opening(join(folder, "opening"))),
      ...(await updating(join(folder, "updating-2000"), 2_000, 50)),
      ...(await updating(join(folder, "updating-10000"), 10_000, 150)),
      await importing(join(folder, "importing")),
      ...(await sideBySide(folder)),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function opening(folder: string): Promise<Row[]> {
  const path = join(folder, "registry.json");
  await ours(folder).fill(storedModels(5_000));
  const text = await readFile(path, "utf8");
  const times = await medianTimes({ parse: () => JSON.parse(text), open: () => json({ path }).read() });
  return [
    { name: "JSON.parse of 5,000 models", value: times.parse, unit: "ms" },
    { name: "opening 5,000 models", value: times.open, unit: "ms" },
    atMost("opening 5,000 models / JSON.parse of the same text", times.open / times.parse, "x", 2),
  ];
}

// In folders of their own: a file that another store changed has to be read again.
async function updating(folder: string, count: number, bar: number): Promise<Row[]> {
  const [warm, cold] = [ours(folder), ours(`${folder}-cold`)];
  await Promise.all([warm, cold].map((keeper) => keeper.fill(storedModels(count))));
  let n = 0;
  const next = () => [anId(++n % count), aStoredModel(n, { tags: [`tag-${n}`] })] as const;
  const times = await medianTimes({
    warm: () => warm.update(...next()),
    cold: () => ours(`${folder}-cold`).update(...next()),
  });
  const of = `update of one of ${count.toLocaleString("en-US")} models`;
  return [atMost(of, times.warm, "ms", bar), { name: `${of}, opening the file first`, value: times.cold, unit: "ms" }];
}

async function importing(folder: string): Promise<Row> {
  const path = join(folder, "registry.json");
  let writes = 0;
  const fs = hookedFs(({ name, path: from }) => {
    if (name === "rename" && from.startsWith(`${path}.tmp-`)) writes += 1;
  });
  const models = storedModels(5_000);
  await json({ path, fs }).update(() => ({ models, origins: new Map() }));
  return atMost("importing 5,000 models", writes, "write", 1);
}

async function sideBySide(folder: string): Promise<Row[]> {
  const models = storedModels(1_000);
  const keepers = Object.entries(KEEPERS).map(([name, make]) => [name, make(join(folder, `side ${name}`))] as const);
  for (const [, keeper] of keepers) await keeper.fill(models);
  let n = 0;
  const rowsOf = async (what: string, call: (keeper: Keeper) => unknown): Promise<Row[]> => {
    const contestants = Object.fromEntries(keepers.map(([name, keeper]) => [name, () => call(keeper)]));
    const times = await medianTimes(contestants, { rounds: 7 });
    const own = times.ours ?? Number.NaN;
    return [
      { name: `${what}, ours`, value: own, unit: "ms" },
      ...keepers.slice(1).map(([name]) => ({
        name: `${what}, ${name} / ours`,
        value: (times[name] ?? Number.NaN) / own,
        unit: "x",
      })),
    ];
  };
  return [
    ...(await rowsOf("importing 1,000 models", (keeper) => keeper.fill(altered(models, ++n)))),
    ...(await rowsOf("opening 1,000 models", (keeper) => keeper.open())),
    ...(await rowsOf("update of one of 1,000 models", (keeper) => {
      n += 1;
      return keeper.update(anId(n % 1_000), aStoredModel(n, { tags: [`tag-${n}`] }));
    })),
  ];
}

// A real change of every record, so that nobody can save the work of writing it.
function altered(models: ReadonlyMap<string, StoredModel>, n: number): ReadonlyMap<string, StoredModel> {
  const createdAt = new Date(n * 1_000).toISOString();
  return new Map(Array.from(models, ([id, model]) => [id, { ...model, createdAt }]));
}

function ours(folder: string): Keeper {
  const path = join(folder, "registry.json");
  const store = json({ path });
  return {
    fill: (models) => store.update(() => ({ models, origins: new Map() })),
    open: () => json({ path }).read(),
    update: (id, model) => store.update(() => ({ models: new Map([[id, model]]), origins: new Map() })),
  };
}

// Neither locked nor synced, and with a fixed temporary name: what is faster here is what it leaves out.
function lowdbAlone(folder: string): Keeper {
  const open = () => JSONFilePreset<Records>(`${folder}.lowdb.json`, {});
  const opened = open();
  return {
    async fill(models) {
      const database = await opened;
      database.data = Object.fromEntries(models);
      await database.write();
    },
    open,
    async update(id, model) {
      const database = await opened;
      await database.update((data) => {
        data[id] = model;
      });
    },
  };
}

// keyv has no file store of its own; what its Map holds, serialised by it, is written as one file.
function keyvInFile(folder: string): Keeper {
  const path = `${folder}.keyv.json`;
  const entries = new Map<string, unknown>();
  const keyv = new Keyv({ store: entries });
  const save = () => writeFile(path, JSON.stringify([...entries]));
  return {
    async fill(models) {
      for (const [id, model] of models) await keyv.set(id, model);
      await save();
    },
    async open() {
      const reopened = new Keyv({ store: new Map(JSON.parse(await readFile(path, "utf8"))) });
      return await reopened.getMany<StoredModel>([...entries.keys()].map((key) => key.replace(/^keyv:/, "")));
    },
    async update(id, model) {
      await keyv.set(id, model);
      await save();
    },
  };
}

// One file for each model.
function unstorageFs(folder: string): Keeper {
  const make = () => createStorage<StoredModel>({ driver: fsDriver({ base: folder }) });
  const storage = make();
  return {
    fill: (models) => storage.setItems(Array.from(models, ([key, value]) => ({ key, value }))),
    async open() {
      const reopened = make();
      return await reopened.getItems(await reopened.getKeys());
    },
    update: (id, model) => storage.setItem(id, model),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.table(await run());
