import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { StoredModel } from "../../src/store.ts";
import { json } from "../../src/stores/json.ts";
import { storeContract } from "../../src/testing/store-kit.ts";
import { addModels, idsIn } from "../support/add-models.ts";
import { hookedFs } from "../support/faulty-fs.ts";
import { anId, aStoredModel, storedModels } from "../support/stored-model.ts";
import { tempFolder } from "../support/temp-folder.ts";

async function make() {
  const folder = await mkdtemp(join(tmpdir(), "modelmall-test-"));
  const path = join(folder, "registry.json");
  return { store: json({ path }), reopen: () => json({ path }), dispose: () => rm(folder, { recursive: true }) };
}

for (const { name, run } of storeContract({ make })) test(name, run);

describe("the file", () => {
  test("has a line for each layer, the user's first, and what is asked for around it", async () => {
    const path = join(await tempFolder(), "registry.json");
    const layer = (name: string) => ({ at: "2026-01-01T00:00:00Z", facts: { name } });
    const model = { createdAt: "2026-01-01T00:00:00Z", layers: { catalog: layer("A"), user: layer("mine") } };
    const origin = { kind: "catalog", at: "2026-01-01T00:00:00Z", count: 1 } as const;
    await json({ path }).update(() => ({ models: new Map([["a/b", model]]), origins: new Map([["catalog", origin]]) }));
    expect(await readFile(path, "utf8")).toBe(
      [
        "{",
        '"format": "modelmall-registry",',
        '"version": 1,',
        '"origins": {',
        '"catalog": {"kind":"catalog","at":"2026-01-01T00:00:00Z","count":1}',
        "},",
        '"models": {',
        '"a/b": {"createdAt":"2026-01-01T00:00:00Z","layers":{',
        '  "user": {"at":"2026-01-01T00:00:00Z","facts":{"name":"mine"}},',
        '  "catalog": {"at":"2026-01-01T00:00:00Z","facts":{"name":"A"}}',
        "}}",
        "}",
        "}",
        "",
      ].join("\n"),
    );
  });

  test.each([
    ["the first tag of a model", 1, 1],
    ["another tag of a model that has some", 5, 2],
    ["the first tag of the last model", 199, 1],
  ])("changes by three lines at most for %s", async (_what, n, expected) => {
    const path = join(await tempFolder(), "registry.json");
    await json({ path }).update(() => ({ models: storedModels(200), origins: new Map() }));
    const before = (await readFile(path, "utf8")).split("\n");
    await json({ path }).update((current) => {
      const model = current.models.get(anId(n)) as StoredModel;
      const user = { at: "2026-05-05T00:00:00Z", facts: { tags: ["new"] } };
      return { models: new Map([[anId(n), { ...model, layers: { ...model.layers, user } }]]), origins: new Map() };
    });
    const after = (await readFile(path, "utf8")).split("\n");
    const removed = before.filter((line) => !after.includes(line)).length;
    const added = after.filter((line) => !before.includes(line)).length;
    expect(removed + added).toBe(expected);
    expect(expected).toBeLessThanOrEqual(3);
  });

  test("stays as it is, to the byte and the inode, when an update changes nothing", async () => {
    const path = join(await tempFolder(), "registry.json");
    const store = json({ path });
    await addModels(store, "a/b");
    const before = await stat(path);
    await addModels(store, "a/b");
    await store.update(() => ({ models: new Map([["not/there", undefined]]), origins: new Map() }));
    expect((await stat(path)).ino).toBe(before.ino);
  });

  test("is not created by reading", async () => {
    const folder = await tempFolder();
    expect(await idsIn(json({ path: join(folder, "registry.json") }))).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  test("leaves one backup beside it, the version before, and nothing else", async () => {
    const folder = await tempFolder();
    const store = json({ path: join(folder, "registry.json") });
    for (const id of ["a/1", "a/2", "a/3"]) await addModels(store, id);
    expect((await readdir(folder)).sort()).toEqual(["registry.json", "registry.json.bak"]);
    expect(await idsIn(json({ path: join(folder, "registry.json.bak") }))).toEqual(["a/1", "a/2"]);
  });
});

describe("reading", () => {
  test("sees what another store saved, and keeps the objects that did not change", async () => {
    const path = join(await tempFolder(), "registry.json");
    const [mine, other] = [json({ path }), json({ path })];
    await addModels(mine, "a/1", "a/2");
    const before = (await mine.read()).state.models;
    await other.update(() => ({ models: new Map([["a/2", aStoredModel(77)]]), origins: new Map() }));
    const after = (await mine.read()).state.models;
    expect(after.get("a/1")).toBe(before.get("a/1"));
    expect(after.get("a/2")).toEqual(aStoredModel(77));
  });

  test("opens a file that did not change only once", async () => {
    const path = join(await tempFolder(), "registry.json");
    await addModels(json({ path }), "a/1");
    const opened: string[] = [];
    const fs = hookedFs(({ name, path }) => {
      if (name === "open") opened.push(path);
    });
    const store = json({ path, fs });
    for (let n = 0; n < 3; n += 1) expect(await idsIn(store)).toEqual(["a/1"]);
    expect(opened).toEqual([path]);
  });

  test("sees that the file was removed, and an update then starts from nothing", async () => {
    const folder = await tempFolder();
    const store = json({ path: join(folder, "registry.json") });
    await addModels(store, "a/1");
    await rm(join(folder, "registry.json"));
    expect(await idsIn(store)).toEqual([]);
    await addModels(store, "a/2");
    expect(await idsIn(store)).toEqual(["a/2"]);
  });

  test("says that a folder is no registry, and leaves it alone", async () => {
    const path = join(await tempFolder(), "registry.json");
    await mkdir(path);
    const failure = {
      code: "store_failed",
      message: expect.stringContaining("is not a file; give the path of a file"),
    };
    await expect(json({ path }).read()).rejects.toMatchObject(failure);
  });

  test("refuses an empty path by saying what is expected", () => {
    expect(() => json({ path: "" })).toThrow("json store: path: expected the path of a file");
  });
});

describe("a newer format", () => {
  const text = `{"format":"modelmall-registry","version":2,"models":{"a/b":{"createdAt":"2026-01-01","layers":{}}},"new":[1]}`;

  test("is shown as far as it is understood and never written to", async () => {
    const folder = await tempFolder();
    const path = join(folder, "registry.json");
    await writeFile(path, text);
    const store = json({ path });
    const { state, readOnly } = await store.read();
    expect([...state.models.keys()]).toEqual(["a/b"]);
    const why = "the file has format version 2, this modelmall writes 1; install a newer modelmall to change it";
    expect(readOnly).toBe(why);
    await expect(addModels(store, "x/y")).rejects.toMatchObject({
      code: "store_read_only",
      message: `${path}: ${why}`,
    });
    expect(await readFile(path, "utf8")).toBe(text);
    expect(await readdir(folder)).toEqual(["registry.json"]);
  });

  test("is not taken for a broken file where its parts have another shape", async () => {
    const path = join(await tempFolder(), "registry.json");
    await writeFile(path, `{"format":"modelmall-registry","version":9,"models":[1,2]}`);
    const { state, readOnly, notices } = await json({ path }).read();
    expect([state.models.size, notices]).toEqual([0, []]);
    expect(readOnly).toContain("format version 9");
  });
});

describe("leftovers", () => {
  const name = (suffix: string) => `registry.json${suffix}.tmp-0123456789abcdef01234567`;

  test("of processes killed long ago are removed at the first save, others' files are not", async () => {
    const folder = await tempFolder();
    const old = new Date(Date.now() - 2 * 60 * 60 * 1000);
    const kept = [name(".other"), "notes.tmp-0123456789abcdef01234567", "registry.json.tmp-mine"];
    for (const file of [name(""), name(".lock"), name(".bak"), ...kept]) {
      await writeFile(join(folder, file), "");
      await utimes(join(folder, file), old, old);
    }
    await writeFile(join(folder, "registry.json.tmp-ffffffffffffffffffffffff"), "of a writer at work");
    await addModels(json({ path: join(folder, "registry.json") }), "a/b");
    expect((await readdir(folder)).sort()).toEqual(
      [...kept, "registry.json", "registry.json.bak", "registry.json.tmp-ffffffffffffffffffffffff"].sort(),
    );
  });
});

test("two stores at one path in one process never lose an update", async () => {
  const path = join(await tempFolder(), "registry.json");
  const stores = [json({ path }), json({ path })];
  const updates = stores.flatMap((store, s) => Array.from({ length: 10 }, (_, n) => addModels(store, `${s}/${n}`)));
  await Promise.all(updates);
  expect((await idsIn(json({ path }))).length).toBe(20);
});
