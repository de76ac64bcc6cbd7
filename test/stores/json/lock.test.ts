import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, unlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { thisOwner } from "../../../src/stores/json/lock-owner.ts";
import { json } from "../../../src/stores/json.ts";
import { addModels, idsIn } from "../../support/add-models.ts";
import { hookedFs, linklessFs, systemError } from "../../support/faulty-fs.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const knowsProcesses = process.platform === "linux";

/** A process that does nothing, to be named in locks. */
async function aProcess(): Promise<ChildProcess & { pid: number }> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e9)"], { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "spawn");
  return child as ChildProcess & { pid: number };
}

async function endedPid(): Promise<number> {
  const child = await aProcess();
  child.kill("SIGKILL");
  await once(child, "exit");
  return child.pid;
}

async function lockedBy(owner: object | string): Promise<string> {
  const path = join(await tempFolder(), "registry.json");
  await addModels(json({ path }), "a/1");
  const text = typeof owner === "string" ? owner : JSON.stringify({ ...(await thisOwner("nonce-1")), ...owner });
  await writeFile(`${path}.lock`, text);
  return path;
}

describe("a lock whose owner is dead is broken at once", () => {
  test("because there is no such process", async () => {
    const path = await lockedBy({ pid: await endedPid() });
    await addModels(json({ path, lockTimeoutMs: 0 }), "a/2");
    expect(await idsIn(json({ path }))).toEqual(["a/1", "a/2"]);
    expect((await readdir(join(path, ".."))).filter((name) => name.includes(".lock"))).toEqual([]);
  });

  test.runIf(knowsProcesses)("because its number belongs to a process that started later", async () => {
    const { pid } = await aProcess();
    const path = await lockedBy({ pid, startTime: "1" });
    await addModels(json({ path, lockTimeoutMs: 0 }), "a/2");
    expect(await idsIn(json({ path }))).toEqual(["a/1", "a/2"]);
  });

  test.runIf(knowsProcesses)("because it has ended, though its parent has not noticed", async () => {
    const parent = spawn("sh", ["-c", "sleep 1000 & echo $!; exec sleep 1000"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    onTestFinished(() => void parent.kill("SIGKILL"));
    const [output] = await once(parent.stdout, "data");
    const pid = Number(output);
    // What was the shell, and would have noticed, is another program by then.
    await vi.waitFor(async () => expect(await readFile(`/proc/${parent.pid}/comm`, "utf8")).toBe("sleep\n"));
    process.kill(pid, "SIGKILL");
    await vi.waitFor(async () => expect((await fieldsOf(pid))[0]).toBe("Z"));
    const path = await lockedBy({ pid, startTime: (await fieldsOf(pid))[19] });
    await addModels(json({ path, lockTimeoutMs: 0 }), "a/2");
    expect(await idsIn(json({ path }))).toEqual(["a/1", "a/2"]);
  });

  test.runIf(knowsProcesses)("because the machine was started anew since", async () => {
    const path = await lockedBy({ boot: "another" });
    await addModels(json({ path, lockTimeoutMs: 0 }), "a/2");
    expect(await idsIn(json({ path }))).toEqual(["a/1", "a/2"]);
  });

  test("also when whoever was breaking it died too", async () => {
    const path = await lockedBy({ pid: await endedPid() });
    await writeFile(`${path}.lock.break`, await readFile(`${path}.lock`, "utf8"));
    await addModels(json({ path, lockTimeoutMs: 0 }), "a/2");
    expect((await readdir(join(path, ".."))).filter((name) => name.includes(".lock"))).toEqual([]);
  });

  test("by one of many that see it, and the changes of all are kept", async () => {
    const path = await lockedBy({ pid: await endedPid() });
    await Promise.all(Array.from({ length: 12 }, (_, n) => addModels(json({ path }), `b/${n}`)));
    expect((await idsIn(json({ path }))).length).toBe(13);
  });
});

describe("a lock whose owner may be alive is waited for, then named", () => {
  test("as running or paused, whatever its age", async () => {
    const { pid } = await aProcess();
    const startTime = knowsProcesses ? (await fieldsOf(pid))[19] : null;
    const path = await lockedBy({ pid, startTime });
    await expect(addModels(json({ path, lockTimeoutMs: 40 }), "a/2")).rejects.toMatchObject({
      code: "store_locked",
      retryable: true,
      message: `${path}: waited 0.04 s for ${path}.lock, held by process ${pid} on ${hostname()}, which is running or paused; let it finish or end it, then try again`,
    });
    expect(await idsIn(json({ path }))).toEqual(["a/1"]);
  });

  test.each([
    ["on another machine", { host: "elsewhere" }],
    ["on a machine of the same name", { machine: "0123" }],
    ["in another container", { pidNamespace: "pid:[1]" }],
  ])("as out of sight %s", async (_where, owner) => {
    const path = await lockedBy({ pid: await endedPid(), ...owner });
    const before = await readFile(`${path}.lock`, "utf8");
    await expect(addModels(json({ path, lockTimeoutMs: 20 }), "a/2")).rejects.toMatchObject({
      code: "store_locked",
      message: expect.stringContaining(
        `which cannot be seen from here; let it finish, or remove ${path}.lock if no program uses the registry`,
      ),
    });
    expect(await readFile(`${path}.lock`, "utf8")).toBe(before);
  });

  test.each(["", "garbage", "[]", `{"nonce":"x","pid":-1,"host":"y"}`, `{"__proto__":{"pid":1}}`])(
    "as unknown when it holds %j",
    async (text) => {
      const path = await lockedBy(text);
      await expect(addModels(json({ path, lockTimeoutMs: 20 }), "a/2")).rejects.toMatchObject({
        code: "store_locked",
        message: `${path}: waited 0.02 s for ${path}.lock, which does not say who holds it; remove ${path}.lock if no program uses the registry`,
      });
    },
  );

  test("while reading goes on", async () => {
    const path = await lockedBy({ host: "elsewhere" });
    expect(await idsIn(json({ path }))).toEqual(["a/1"]);
  });

  test("and taken as soon as it is free", async () => {
    const path = await lockedBy({ host: "elsewhere" });
    let seen = 0;
    const fs = hookedFs(async ({ name, path: file }) => {
      if (name !== "readFile" || file !== `${path}.lock`) return;
      seen += 1;
      if (seen === 3) await unlink(file);
    });
    await addModels(json({ path, fs }), "a/2");
    expect(await idsIn(json({ path }))).toEqual(["a/1", "a/2"]);
  });
});

test("a lock that could not be removed holds up nobody in the same process, and goes with the next update", async () => {
  const path = join(await tempFolder(), "registry.json");
  const fs = hookedFs((call) => {
    if (call.name === "unlink" && call.path === `${path}.lock`) throw systemError("EIO", call);
  });
  await addModels(json({ path, fs }), "a/1");
  expect(await readdir(join(path, ".."))).toContain("registry.json.lock");
  await addModels(json({ path, lockTimeoutMs: 0 }), "a/2");
  expect((await readdir(join(path, ".."))).sort()).toEqual(["registry.json", "registry.json.bak"]);
});

test("without hard links many stores still take turns", async () => {
  const path = join(await tempFolder(), "registry.json");
  await Promise.all(Array.from({ length: 12 }, (_, n) => addModels(json({ path, fs: linklessFs() }), `b/${n}`)));
  expect((await idsIn(json({ path }))).length).toBe(12);
});

async function fieldsOf(pid: number): Promise<string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}
