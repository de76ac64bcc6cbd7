import { chmod, lstat, mkdir, readlink, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { json } from "../../../src/stores/json.ts";
import { addModels, idsIn } from "../../support/add-models.ts";
import { hookedFs } from "../../support/faulty-fs.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const usual = process.umask();
afterEach(() => {
  process.umask(usual);
});

const modeOf = async (path: string) => ((await stat(path)).mode & 0o7777).toString(8);

describe.each([0o022, 0o000, 0o077])("under umask %i", (umask) => {
  test("new files are 600 and new folders 700, the lock too", async () => {
    const folder = await tempFolder();
    process.umask(umask);
    const path = join(folder, "new", "deeper", "registry.json");
    const locks: string[] = [];
    const fs = hookedFs(async ({ name }) => {
      if (name === "rename") locks.push(await modeOf(`${path}.lock`));
    });
    await addModels(json({ path, fs }), "a/1");
    await addModels(json({ path, fs }), "a/2");
    expect(await Promise.all([path, `${path}.bak`].map(modeOf))).toEqual(["600", "600"]);
    expect(await Promise.all([join(folder, "new"), join(folder, "new", "deeper")].map(modeOf))).toEqual(["700", "700"]);
    expect(new Set(locks)).toEqual(new Set(["600"]));
  });

  test.each([0o600, 0o400, 0o640, 0o664])("a file keeps its mode %i exactly", async (mode) => {
    const path = join(await tempFolder(), "registry.json");
    await addModels(json({ path }), "a/1");
    await chmod(path, mode);
    process.umask(umask);
    await addModels(json({ path }), "a/2");
    expect(await modeOf(path)).toBe(mode.toString(8));
  });
});

describe("a symbolic link", () => {
  test("to the registry stays a link, and its target is what is written", async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, "dotfiles"));
    const [link, target] = [join(folder, "registry.json"), join(folder, "dotfiles", "models.json")];
    await addModels(json({ path: target }), "a/1");
    await symlink("dotfiles/models.json", link);
    await addModels(json({ path: link }), "a/2");
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect((await lstat(target)).isFile()).toBe(true);
    expect(await idsIn(json({ path: target }))).toEqual(["a/1", "a/2"]);
    expect((await lstat(`${target}.bak`)).isFile()).toBe(true);
  });

  test("whose target is not there yet stays a link, and the target is created", async () => {
    const folder = await tempFolder();
    const [link, target] = [join(folder, "registry.json"), join(folder, "later", "models.json")];
    await symlink(target, link);
    await addModels(json({ path: link }), "a/1");
    expect(await readlink(link)).toBe(target);
    expect(await idsIn(json({ path: target }))).toEqual(["a/1"]);
  });

  test("and its target have one lock, so updates through both are all kept", async () => {
    const folder = await tempFolder();
    const [link, target] = [join(folder, "registry.json"), join(folder, "models.json")];
    await symlink(target, link);
    const stores = [json({ path: link }), json({ path: target })];
    await Promise.all(stores.flatMap((store, s) => [1, 2, 3, 4, 5].map((n) => addModels(store, `${s}/${n}`))));
    expect((await idsIn(json({ path: link }))).length).toBe(10);
  });

  test("that leads to itself is refused by saying so", async () => {
    const path = join(await tempFolder(), "registry.json");
    await symlink(path, path);
    const message = expect.stringContaining("its symbolic links go in a circle");
    await expect(json({ path }).read()).rejects.toMatchObject({ code: "store_failed", message });
  });
});
