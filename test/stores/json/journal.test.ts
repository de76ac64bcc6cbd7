import * as fs from "node:fs/promises";
import { appendFile, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { JournalEntry } from "../../../src/journal.ts";
import { appendJournal, journalPath, olderJournalPath, readJournal } from "../../../src/stores/json/journal-file.ts";
import { json } from "../../../src/stores/json.ts";
import { hookedFs, systemError } from "../../support/faulty-fs.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const entry = (id: string): JournalEntry => ({ at: "2026-01-02T03:04:05.000Z", source: "shop", kind: "added", id });
const noting =
  (...ids: string[]) =>
  () => ({ models: new Map(), origins: new Map(), journal: ids.map(entry) });

async function aRegistry() {
  const path = join(await tempFolder(), "registry.json");
  return { path, journal: journalPath(path) };
}

const idsOf = (entries: readonly JournalEntry[] | undefined) =>
  entries?.map((one) => ("id" in one ? one.id : one.kind));

it("stands beside the registry, for its owner alone, one entry a line", async () => {
  const { path, journal } = await aRegistry();
  await json({ path }).update(noting("a/1", "a/2"));
  expect((await stat(journal)).mode & 0o777).toBe(0o600);
  expect((await readFile(journal, "utf8")).split("\n")).toEqual([
    JSON.stringify(entry("a/1")),
    JSON.stringify(entry("a/2")),
    "",
  ]);
});

it("is not there as long as nothing is noted", async () => {
  const { path, journal } = await aRegistry();
  await json({ path }).update(noting());
  await expect(stat(journal)).rejects.toThrow("ENOENT");
});

it("leaves out a line that was cut off, says so, and goes on with the next", async () => {
  const { path, journal } = await aRegistry();
  const store = json({ path });
  await store.update(noting("a/1"));
  await appendFile(journal, '{"at":"2026-01-02T03:04:0');
  await store.update(noting("a/2"));
  const { entries, notices } = (await store.readJournal?.()) ?? {};
  expect(idsOf(entries)).toEqual(["a/1", "a/2"]);
  expect(notices).toEqual([
    `${journal}: 1 line that is no entry was left out (cut off by a crash, or written by a newer version)`,
  ]);
});

it.each([
  "null",
  "7",
  '"text"',
  "[]",
  "{}",
  "\u0000\u0000",
  '{"at":"yesterday","source":"x","kind":"added","id":"a/1"}',
  '{"at":"2026-01-01","source":"x","kind":"added"}',
  '{"at":"2026-01-01","source":"x","kind":"__proto__","id":"a/1"}',
  '{"at":"2026-01-01","source":"x","kind":"price","id":"a/1","field":"input","to":"cheap"}',
  '{"at":"2026-01-01","source":["x"],"kind":"first","count":1}',
])("takes %j for no entry", async (line) => {
  const { path, journal } = await aRegistry();
  await writeFile(journal, `${line}\n${JSON.stringify(entry("a/1"))}\n`);
  const { entries, notices } = await readJournal(path, fs);
  expect(idsOf(entries)).toEqual(["a/1"]);
  expect(notices).toHaveLength(1);
});

it("keeps two files at most, however much is noted", async () => {
  const { path, journal } = await aRegistry();
  for (let n = 0; n < 20; n++) await appendJournal(path, [entry(`a/${n}`)], fs, 300);
  expect((await stat(journal)).size).toBeLessThan(400);
  expect((await stat(olderJournalPath(path))).size).toBeLessThan(400);
  const kept = idsOf((await readJournal(path, fs)).entries) ?? [];
  expect(kept.at(-1)).toBe("a/19");
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, at) => `a/${20 - kept.length + at}`));
  expect(kept.length).toBeGreaterThan(3);
});

it("loses nothing when the disk is full in the middle of a line: nothing is saved, and the next try notes it again", async () => {
  const { path } = await aRegistry();
  let isFull = true;
  const full = hookedFs((call) => {
    if (isFull && call.name === "handle.writeFile" && call.path.endsWith(".jsonl")) throw systemError("ENOSPC", call);
  });
  const store = json({ path, fs: full });
  const change = () => ({
    models: new Map([["a/1", { createdAt: "2026-01-01", layers: {} }]]),
    origins: new Map(),
    journal: [entry("a/1")],
  });
  await expect(store.update(change)).rejects.toThrow("ENOSPC, the disk is full");
  expect((await store.read()).state.models.size).toBe(0);
  isFull = false;
  await store.update(change);
  expect((await store.read()).state.models.size).toBe(1);
  expect(idsOf((await store.readJournal?.())?.entries)).toEqual(["a/1"]);
});

it("says what stands in its way", async () => {
  const { path, journal } = await aRegistry();
  await mkdir(journal);
  await expect(json({ path }).update(noting("a/1"))).rejects.toThrow("is not a file; move away what stands there");
});

it("takes what two stores note at once, each entry whole", async () => {
  const { path } = await aRegistry();
  const stores = [json({ path }), json({ path })];
  await Promise.all(
    stores.flatMap((store, which) => Array.from({ length: 10 }, (_, n) => store.update(noting(`s${which}/${n}`)))),
  );
  const { entries, notices } = await readJournal(path, fs);
  expect(notices).toEqual([]);
  expect(new Set(idsOf(entries)).size).toBe(20);
});
