import type { watch } from "node:fs";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type FileWatch, watchFiles } from "../../../src/config/watch/watch-files.ts";

let folder: string;
let files: FileWatch | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelmall-files-"));
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
});

afterEach(async () => {
  files?.close();
  files = undefined;
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

function full(): never {
  throw Object.assign(new Error("too many open files"), { code: "EMFILE" });
}

describe("where the system cannot tell of changes", () => {
  it("files are looked at every second, and it is said why", async () => {
    const path = join(folder, "a.yaml");
    await writeFile(path, "1");
    let changes = 0;
    files = watchFiles({ poll: false, onChange: () => changes++, watch: full as unknown as typeof watch });
    expect(files.trouble).toBeUndefined();
    expect(files.set([path])).toBe(true);
    expect(files.trouble).toBe("EMFILE");
    vi.advanceTimersByTime(3_000);
    expect(changes).toBe(0);
    await writeFile(path, "22");
    vi.advanceTimersByTime(1_000);
    expect(changes).toBe(1);
    await utimes(path, 1, 1);
    vi.advanceTimersByTime(5_000);
    expect(changes).toBe(2);
  });

  it("a file that comes or goes is a change", async () => {
    const path = join(folder, "a.yaml");
    let changes = 0;
    files = watchFiles({ poll: true, onChange: () => changes++ });
    files.set([path]);
    await writeFile(path, "1");
    vi.advanceTimersByTime(1_000);
    expect(changes).toBe(1);
    await rm(path);
    vi.advanceTimersByTime(1_000);
    expect(changes).toBe(2);
  });

  it("nothing is looked at once it is closed", async () => {
    let changes = 0;
    files = watchFiles({ poll: true, onChange: () => changes++ });
    files.set([join(folder, "a.yaml")]);
    files.close();
    await writeFile(join(folder, "a.yaml"), "1");
    vi.advanceTimersByTime(60_000);
    expect(changes).toBe(0);
  });
});

it("the same files again are no other files", () => {
  files = watchFiles({ poll: true, onChange: () => undefined });
  expect(files.set(["/a", "/b"])).toBe(true);
  expect(files.set(["/a", "/b"])).toBe(false);
  expect(files.set(["/a"])).toBe(true);
});
