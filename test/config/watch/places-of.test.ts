import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { placesOf } from "../../../src/config/watch/places-of.ts";

let root: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "modelmall-places-")));
});

afterEach(() => rm(root, { recursive: true, force: true }));

function places(path: string): string[] {
  return placesOf(join(root, path)).map(({ folder, name }) => join(relative(root, folder), name));
}

describe("the places to watch for a file", () => {
  it("are the file itself, whether it is there or not", async () => {
    expect(places("a.yaml")).toEqual(["a.yaml"]);
    await writeFile(join(root, "a.yaml"), "");
    expect(places("a.yaml")).toEqual(["a.yaml"]);
  });

  it("are every link on the way, of folders too", async () => {
    await mkdir(join(root, "v1"));
    await writeFile(join(root, "v1", "a.yaml"), "");
    await symlink("v1", join(root, "now"));
    await symlink("now/a.yaml", join(root, "a.yaml"));
    expect(places("a.yaml")).toEqual(["a.yaml", "now", "v1/a.yaml"]);
    expect(places("now/a.yaml")).toEqual(["now", "v1/a.yaml"]);
  });

  it("end at the first folder that is missing", () => {
    expect(places("x/y/a.yaml")).toEqual(["x"]);
  });

  it("end somewhere where links go round in a circle", async () => {
    await symlink("b", join(root, "a"));
    await symlink("a", join(root, "b"));
    expect(new Set(places("a"))).toEqual(new Set(["a", "b"]));
  });
});
