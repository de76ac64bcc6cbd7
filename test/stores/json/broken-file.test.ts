import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { json } from "../../../src/stores/json.ts";
import { addModels, idsIn } from "../../support/add-models.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const clock = () => new Date("2026-03-04T05:06:07.890Z");
const ASIDE = "registry.json.corrupt-2026-03-04T050607.890Z";
const FOREIGN = `it is not a registry of modelmall (its "format" is not "modelmall-registry")`;

const BROKEN: [string, string | Buffer, string][] = [
  ["empty", "", "it is empty"],
  ["null", "null", "it holds null, not an object"],
  ["a list", "[]", "it holds a list, not an object"],
  ["a number", "42", "it holds a number, not an object"],
  ["truncated", `{"format":"modelmall-registry","version":1,"models":{"a/b":{"crea`, "it is not JSON ("],
  ["of another program", `{"name":"my-package","version":"1.0.0"}`, FOREIGN],
  ["binary", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe, 0x00]), "it is not UTF-8 text"],
  ["zeros, as after a power cut", Buffer.alloc(64), "it is not JSON ("],
  ["without a version", `{"format":"modelmall-registry","models":{}}`, `its "version" is not a whole number from 1`],
  ["of version zero", `{"format":"modelmall-registry","version":0}`, `its "version" is not a whole number from 1`],
  ["with a list of models", `{"format":"modelmall-registry","version":1,"models":[]}`, `its "models" is not an object`],
  ["with null origins", `{"format":"modelmall-registry","version":1,"origins":null}`, `its "origins" is not an object`],
];

describe.each(BROKEN)("a file that is %s", (_what, content, why) => {
  test("is kept aside, and the backup is loaded and put in its place", async () => {
    const folder = await tempFolder();
    const path = join(folder, "registry.json");
    await addModels(json({ path }), "a/1");
    await addModels(json({ path }), "a/2");
    await writeFile(path, content);
    const { state, notices, readOnly } = await json({ path, clock }).read();
    expect([...state.models.keys()]).toEqual(["a/1"]);
    expect(readOnly).toBeUndefined();
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain(`${path} is broken: ${why}`);
    expect(notices[0]).toContain(`it is kept as ${join(folder, ASIDE)}`);
    expect(notices[0]).toContain(`the last good version (1 model) was loaded from ${path}.bak`);
    expect(await readFile(join(folder, ASIDE))).toEqual(Buffer.from(content));
    expect(await idsIn(json({ path }))).toEqual(["a/1"]);
    expect((await readdir(folder)).sort()).toEqual(["registry.json", "registry.json.bak", ASIDE]);
  });

  test("and has no backup is kept aside, and the registry starts empty", async () => {
    const folder = await tempFolder();
    const path = join(folder, "registry.json");
    await writeFile(path, content);
    const { state, notices } = await json({ path, clock }).read();
    expect(state.models.size).toBe(0);
    expect(notices.join()).toContain("there is no good backup, so the registry starts empty");
    expect(await readdir(folder)).toEqual([ASIDE]);
    expect(await readFile(join(folder, ASIDE))).toEqual(Buffer.from(content));
  });
});

test("a file cut short in place after the very first save comes back from its backup", async () => {
  const path = join(await tempFolder(), "registry.json");
  await addModels(json({ path }), "a/1");
  await writeFile(path, "");
  expect(await idsIn(json({ path, clock }))).toEqual(["a/1"]);
});

test("what was kept aside before is never overwritten", async () => {
  const folder = await tempFolder();
  const path = join(folder, "registry.json");
  for (const content of ["first", "second", "third"]) {
    await writeFile(path, content);
    await json({ path, clock }).read();
  }
  const kept = (await readdir(folder)).sort();
  expect(kept).toEqual([ASIDE, `${ASIDE}-2`, `${ASIDE}-3`]);
  expect(await Promise.all(kept.map((name) => readFile(join(folder, name), "utf8")))).toEqual([
    "first",
    "second",
    "third",
  ]);
});

test("a backup that is broken too is left where it is", async () => {
  const folder = await tempFolder();
  const path = join(folder, "registry.json");
  await writeFile(path, "[]");
  await writeFile(`${path}.bak`, "{ also broken");
  const { state, notices } = await json({ path, clock }).read();
  expect(state.models.size).toBe(0);
  expect(notices.join()).toContain("there is no good backup");
  expect(await readFile(`${path}.bak`, "utf8")).toBe("{ also broken");
});

test("a file that breaks before an update is mended by it, and the next reading tells", async () => {
  const path = join(await tempFolder(), "registry.json");
  const store = json({ path });
  await addModels(store, "a/1");
  await addModels(store, "a/2");
  await writeFile(path, "");
  await addModels(store, "a/3");
  const { state, notices } = await store.read();
  expect([...state.models.keys()]).toEqual(["a/1", "a/3"]);
  expect(notices.join()).toContain("is broken: it is empty");
  expect((await store.read()).notices).toEqual([]);
});

test("a byte order mark before a good registry is accepted", async () => {
  const folder = await tempFolder();
  const path = join(folder, "registry.json");
  await addModels(json({ path }), "a/1");
  await writeFile(path, `\uFEFF${await readFile(path, "utf8")}`);
  const { state, notices } = await json({ path }).read();
  expect([[...state.models.keys()], notices]).toEqual([["a/1"], []]);
  await addModels(json({ path }), "a/2");
  expect((await readFile(path))[0]).toBe("{".charCodeAt(0));
});

test("a malformed record is left out and named, stays in the file, and gives way to one set anew", async () => {
  const path = join(await tempFolder(), "registry.json");
  const bad = { "a/1": 7, "a/2": { layers: [] }, "a/3": { createdAt: "2026-01-01", layers: { x: { at: "y" } } } };
  const good = { createdAt: "2026-01-01", layers: {} };
  const origins = { catalog: "gone" };
  const text = JSON.stringify({ format: "modelmall-registry", version: 1, origins, models: { ...bad, "b/1": good } });
  await writeFile(path, text);
  const store = json({ path });
  const { state, notices } = await store.read();
  expect([...state.models.keys()]).toEqual(["b/1"]);
  expect(notices).toEqual([
    'models left out because their records are malformed (they stay in the file): "a/1", "a/2", "a/3"',
    'origins left out because their records are malformed (they stay in the file): "catalog"',
  ]);
  await addModels(store, "c/1");
  const after = JSON.parse(await readFile(path, "utf8"));
  expect(after.models).toMatchObject(bad);
  expect(after.origins).toEqual(origins);
  await store.update(() => ({
    models: new Map([
      ["a/1", good],
      ["a/2", undefined],
    ]),
    origins: new Map(),
  }));
  const last = JSON.parse(await readFile(path, "utf8"));
  expect(last.models["a/1"]).toEqual(good);
  expect(Object.keys(last.models)).toEqual(["b/1", "c/1", "a/1", "a/3"]);
});
