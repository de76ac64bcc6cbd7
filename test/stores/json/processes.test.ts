import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { json } from "../../../src/stores/json.ts";
import { addModels, idsIn } from "../../support/add-models.ts";
import { tempFolder } from "../../support/temp-folder.ts";
import { startWorker, type Worker } from "../../support/worker.ts";

const ADDER = "stores/workers/add-models.ts";
const PAUSER = "stores/workers/pause-before-rename.ts";

/** Reads the file every 5 ms until the work is done and gives how often; a torn file makes it reject. */
async function pollWhile(path: string, work: Promise<unknown>): Promise<number> {
  let done = false;
  const finished = work.finally(() => {
    done = true;
  });
  const store = json({ path });
  let readings = 0;
  let known = 0;
  while (!done) {
    const text = await readFile(path, "utf8");
    JSON.parse(text);
    const { state, notices } = await store.read();
    expect(notices).toEqual([]);
    expect(state.models.size).toBeGreaterThanOrEqual(known);
    known = state.models.size;
    readings += 1;
    await delay(5);
  }
  await finished;
  return readings;
}

test("8 processes that save 50 models each keep 400 of 400, and a reader never sees a torn file", async () => {
  const folder = await tempFolder();
  const path = join(folder, "registry.json");
  await addModels(json({ path }), "first/0");
  const workers = await Promise.all(Array.from({ length: 8 }, (_, n) => startWorker(ADDER, path, `w${n}`, "50")));
  const readings = await pollWhile(path, Promise.all(workers.map(({ ended }) => ended)));
  expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual(Array(8).fill(0));
  expect(readings).toBeGreaterThan(10);
  const ids = new Set(await idsIn(json({ path })));
  const wanted = workers.flatMap((_, w) => Array.from({ length: 50 }, (_, n) => `w${w}/${n}`));
  expect(wanted.filter((id) => !ids.has(id))).toEqual([]);
  expect(ids.size).toBe(401);
  expect((await readdir(folder)).sort()).toEqual(["registry.json", "registry.json.bak"]);
}, 60_000);

test("a writer paused between reading and renaming keeps its lock, and no change is overwritten", async () => {
  const path = join(await tempFolder(), "registry.json");
  await addModels(json({ path }), "first/0");
  const paused = await startWorker(PAUSER, path, "paused/0");
  await paused.printed(1);
  await expect(addModels(json({ path, lockTimeoutMs: 100 }), "hasty/0")).rejects.toMatchObject({
    code: "store_locked",
    message: expect.stringContaining(`held by process ${paused.child.pid} on `),
  });
  expect(await idsIn(json({ path }))).toEqual(["first/0"]);
  const patient = addModels(json({ path }), "patient/0");
  paused.child.kill("SIGCONT");
  expect(await paused.ended).toBe(0);
  await patient;
  expect(await idsIn(json({ path }))).toEqual(["first/0", "paused/0", "patient/0"]);
}, 30_000);

test("after its owner is killed the lock is broken, and the next writer goes on within 250 ms", async () => {
  const folder = await tempFolder();
  const path = join(folder, "registry.json");
  const store = json({ path });
  await addModels(store, "first/0");
  const killed = await startWorker(PAUSER, path, "killed/0");
  await killed.printed(1);
  expect(await readdir(folder)).toContain("registry.json.lock");
  killed.child.kill("SIGKILL");
  expect(await killed.ended).toBe("SIGKILL");
  const start = performance.now();
  await addModels(store, "next/0");
  expect(performance.now() - start).toBeLessThan(250);
  expect(await idsIn(json({ path }))).toEqual(["first/0", "next/0"]);
}, 30_000);

test("30 random kills lose no saved model and never hold up the next writer", async () => {
  const folder = await tempFolder();
  const path = join(folder, "registry.json");
  const survivor = json({ path });
  await addModels(survivor, "survivor/0");
  const saved = new Set(["survivor/0"]);
  let next = 0;
  const workers: Worker[] = [];
  const killOne = async (): Promise<void> => {
    const worker = await startWorker(ADDER, path, `w${next++}`, "100000");
    workers.push(worker);
    await worker.printed(1);
    await delay(Math.random() * 25);
    worker.child.kill("SIGKILL");
    await worker.ended;
    for (const id of worker.lines) saved.add(id);
  };
  const killTen = async (): Promise<void> => {
    for (let n = 0; n < 10; n += 1) await killOne();
  };
  await Promise.all([killTen(), killTen(), killTen()]);
  // With nobody else at work, how long a writer waits is the time it takes to break what the dead left.
  const start = performance.now();
  await addModels(survivor, "survivor/1");
  expect(performance.now() - start).toBeLessThan(250);
  const { state, notices } = await json({ path }).read();
  expect(notices).toEqual([]);
  expect([...saved].filter((id) => !state.models.has(id))).toEqual([]);
  expect(workers.length).toBe(30);
  expect((await readdir(folder)).filter((name) => name.includes(".corrupt-"))).toEqual([]);
}, 120_000);
