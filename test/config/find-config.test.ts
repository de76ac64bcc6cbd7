import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { configPlaces } from "../../src/config/config-places.ts";
import { findConfig, noConfigFound } from "../../src/config/find-config.ts";

let folder: string;
let cwd: string;
let env: Record<string, string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelmall-find-"));
  cwd = join(folder, "work");
  env = { HOME: join(folder, "home") };
  await mkdir(cwd);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(...parts: string[]): Promise<string> {
  const path = join(folder, ...parts);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, "models: {}\n");
  return path;
}

describe("which config counts", () => {
  it("is the argument before everything else, relative to the working folder", async () => {
    const path = await write("work", "mine.yaml");
    await write("work", "modelmall.yaml");
    env.MODELMALL_CONFIG = await write("other.yaml");
    expect(findConfig({ path: "mine.yaml", env, cwd })).toBe(path);
  });

  it("is the file of MODELMALL_CONFIG before those that are looked for, with ~ for the home folder", async () => {
    await write("work", "modelmall.yaml");
    const path = await write("home", "my.yaml");
    expect(findConfig({ env: { ...env, MODELMALL_CONFIG: "~/my.yaml" }, cwd })).toBe(path);
  });

  it("is that of the working folder before that of the home folder, and an empty variable is none", async () => {
    const home = await write("home", ".config", "modelmall", "config.yaml");
    expect(findConfig({ env: { ...env, MODELMALL_CONFIG: " " }, cwd })).toBe(home);
    const yml = await write("work", "modelmall.yml");
    expect(findConfig({ env, cwd })).toBe(yml);
    const yaml = await write("work", "modelmall.yaml");
    expect(findConfig({ env, cwd })).toBe(yaml);
  });

  it("is looked for in XDG_CONFIG_HOME where that is set", async () => {
    const path = await write("xdg", "modelmall", "config.yaml");
    expect(findConfig({ env: { ...env, XDG_CONFIG_HOME: join(folder, "xdg") }, cwd })).toBe(path);
  });

  it("is none where none is there, and the message says where it looked and what writes one", () => {
    expect(findConfig({ env, cwd })).toBeUndefined();
    const { message } = noConfigFound({ env, cwd });
    for (const place of configPlaces(env, cwd)) expect(message).toContain(place);
    expect(message).toContain("modelmall config init");
  });

  it("is never another one when the argument or the variable names no file", async () => {
    await write("work", "modelmall.yaml");
    expect(() => findConfig({ path: "none.yaml", env, cwd })).toThrow(/there is no file none\.yaml/);
    expect(() => findConfig({ env: { ...env, MODELMALL_CONFIG: "/no/such.yaml" }, cwd })).toThrow(
      /MODELMALL_CONFIG names \/no\/such\.yaml, and there is no such file/,
    );
  });

  it("is a link that leads nowhere too, so that reading it says what is wrong", async () => {
    await symlink(join(folder, "gone.yaml"), join(cwd, "modelmall.yaml"));
    expect(findConfig({ env, cwd })).toBe(join(cwd, "modelmall.yaml"));
  });
});
