import { lstat, readdir, readFile, symlink, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { StoreError } from "../../../src/errors.ts";
import { json } from "../../../src/stores/json.ts";
import { addModels, idsIn } from "../../support/add-models.ts";
import { failingFs, hookedFs, linklessFs, systemError } from "../../support/faulty-fs.ts";
import { tempFolder } from "../../support/temp-folder.ts";

describe.each(["EIO", "ENOSPC"])("a failure (%s)", (code) => {
  test("at any step of an update leaves the old or the new file, and the next update works", async () => {
    const failed: string[] = [];
    for (let nth = 1; ; nth += 1) {
      const folder = await tempFolder();
      const path = join(folder, "registry.json");
      await addModels(json({ path }), "old/1");
      await addModels(json({ path }), "old/2");
      const old = await readFile(path, "utf8");
      const { fs, fault } = failingFs(nth, code);
      const outcome = await addModels(json({ path, fs }), "new/1").catch((error: unknown) => error);
      const call = fault();
      if (call === undefined) break;
      failed.push(call.name);
      const ids = await idsIn(json({ path }));
      if (outcome instanceof Error) {
        expect(StoreError.is(outcome) && outcome.code).toBe("store_failed");
        expect(outcome.message).toContain(code);
        expect([
          ["old/1", "old/2"],
          ["old/1", "old/2", "new/1"],
        ]).toContainEqual(ids);
        if (ids.length === 2) expect(await readFile(path, "utf8")).toBe(old);
      } else {
        expect(ids).toEqual(["old/1", "old/2", "new/1"]);
      }
      // A name that could not be removed is the only thing that may be left behind.
      if (call.name !== "unlink") {
        expect((await readdir(folder)).sort()).toEqual(["registry.json", "registry.json.bak"]);
      }
      await addModels(json({ path, lockTimeoutMs: 1000 }), "next/1");
      expect((await idsIn(json({ path }))).slice(-1)).toEqual(["next/1"]);
    }
    expect(failed.length).toBeGreaterThanOrEqual(20);
    for (const name of ["open", "handle.writeFile", "handle.chmod", "handle.sync", "link", "rename", "unlink"]) {
      expect(failed).toContain(name);
    }
  });

  test("at any step of mending a broken file keeps both the broken file and its backup", async () => {
    const failed: string[] = [];
    for (let nth = 1; ; nth += 1) {
      const folder = await tempFolder();
      const path = join(folder, "registry.json");
      await addModels(json({ path }), "good/1");
      await addModels(json({ path }), "lost/1");
      await writeFile(path, "{ broken");
      const { fs, fault } = failingFs(nth, code);
      const content = await json({ path, fs })
        .read()
        .catch((error: unknown) => error);
      const call = fault();
      if (call === undefined) break;
      failed.push(call.name);
      if (content instanceof Error) expect(StoreError.is(content) && content.code).toBe("store_failed");
      expect(await idsIn(json({ path }))).toEqual(["good/1"]);
      const contents = await Promise.all(
        (await readdir(folder)).map(async (name) => await readFile(join(folder, name), "utf8")),
      );
      expect(contents).toContain("{ broken");
    }
    expect(failed).toContain("rename");
  });
});

test("the content is on the disk before the file is replaced, and the folder after it", async () => {
  const folder = await tempFolder();
  const path = join(folder, "registry.json");
  await addModels(json({ path }), "a/1");
  const steps: string[] = [];
  const fs = hookedFs(({ name, path: file }) => {
    const what = file === folder ? "folder" : file.replace(path, "file").replace(/tmp-.*/, "tmp");
    if (name === "handle.sync" || name === "rename") steps.push(`${name} ${what}`);
  });
  await addModels(json({ path, fs }), "a/2");
  expect(steps).toEqual(["handle.sync file.tmp", "rename file.bak.tmp", "rename file.tmp", "handle.sync folder"]);
});

test("each failure is one sentence that says what to do", async () => {
  const sentences: Record<string, string> = {
    ENOSPC: "the disk is full; free some space and try again",
    EACCES: "no permission; make the file and its folder writable for this user, or choose another path",
    EROFS: "the file system is read-only; choose a path on one that can be written",
    EDQUOT: "the disk quota is used up; free some space and try again",
  };
  const path = join(await tempFolder(), "registry.json");
  for (const [code, sentence] of Object.entries(sentences)) {
    const fs = hookedFs((call) => {
      if (call.name === "handle.sync") throw systemError(code, call);
    });
    await expect(addModels(json({ path, fs }), "a/b")).rejects.toMatchObject({
      name: "StoreError",
      code: "store_failed",
      location: path,
      message: `${path}: could not save it: ${code}, ${sentence}`,
    });
  }
});

test("a broken file in a folder that cannot be written is left there, and its backup can be looked at", async () => {
  const folder = await tempFolder();
  const path = join(folder, "registry.json");
  await addModels(json({ path }), "good/1");
  await addModels(json({ path }), "lost/1");
  await writeFile(path, "{ broken");
  const writes = ["link", "rename", "unlink", "copyFile"];
  const fs = hookedFs((call) => {
    if (writes.includes(call.name) || call.path.includes(".tmp-")) throw systemError("EROFS", call);
  });
  const store = json({ path, fs });
  const { state, notices, readOnly } = await store.read();
  expect([...state.models.keys()]).toEqual(["good/1"]);
  expect(notices.join()).toContain("it could not be kept aside; the last good version (1 model) was loaded");
  expect(readOnly).toContain("the file system is read-only");
  await expect(addModels(store, "a/b")).rejects.toMatchObject({ code: "store_failed" });
  expect(await readFile(path, "utf8")).toBe("{ broken");
});

describe("a file system without hard links", () => {
  test("keeps updates, the backup and broken files all the same", async () => {
    const folder = await tempFolder();
    const path = join(folder, "registry.json");
    const store = json({ path, fs: linklessFs() });
    await Promise.all(["a/1", "a/2", "a/3"].map((id) => addModels(store, id)));
    expect((await readdir(folder)).sort()).toEqual(["registry.json", "registry.json.bak"]);
    await writeFile(path, "");
    expect((await idsIn(store)).length).toBe(2);
    expect((await readdir(folder)).filter((name) => name.includes(".corrupt-")).length).toBe(1);
  });
});

describe("a planted symbolic link", () => {
  test.each([".tmp-guessed", ".lock.tmp-guessed"])("at the name registry.json%s is not followed", async (suffix) => {
    const folder = await tempFolder();
    const [path, victim] = [join(folder, "registry.json"), join(folder, "victim")];
    await writeFile(victim, "precious");
    await symlink(victim, `${path}${suffix}`);
    await expect(addModels(json({ path, random: () => "guessed" }), "a/b")).rejects.toMatchObject({
      code: "store_failed",
      message: expect.stringContaining("EEXIST, a file is in the way"),
    });
    expect(await readFile(victim, "utf8")).toBe("precious");
    expect((await lstat(`${path}${suffix}`)).isSymbolicLink()).toBe(true);
    await addModels(json({ path }), "a/b");
    expect(await readFile(victim, "utf8")).toBe("precious");
  });
});

test("a lock that is removed by hand while a writer is at work costs nobody's change", async () => {
  const folder = await tempFolder();
  const path = join(folder, "registry.json");
  await addModels(json({ path }), "a/1");
  let interfered = false;
  const fs = hookedFs(async ({ name, path: file }) => {
    if (name !== "handle.sync" || interfered || !file.startsWith(`${path}.tmp-`)) return;
    interfered = true;
    await unlink(`${path}.lock`);
    await addModels(json({ path }), "theirs/1");
  });
  await expect(addModels(json({ path, fs }), "mine/1")).rejects.toMatchObject({
    code: "store_failed",
    message: `${path}: somebody removed our lock ${path}.lock, so nothing was saved; try again`,
  });
  expect(await idsIn(json({ path }))).toEqual(["a/1", "theirs/1"]);
});

test("a path through a file is refused by saying so", async () => {
  const folder = await tempFolder();
  await writeFile(join(folder, "file"), "");
  const path = join(folder, "file", "registry.json");
  const message = expect.stringContaining("a part of the path is a file, not a folder; choose another path");
  await expect(json({ path }).read()).rejects.toMatchObject({ code: "store_failed", message });
  await expect(addModels(json({ path }), "a/b")).rejects.toMatchObject({ code: "store_failed", message });
});
