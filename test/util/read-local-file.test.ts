import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SourceError } from "../../src/errors.ts";
import { readLocalFile } from "../../src/util/read-local-file.ts";
import { tempFolder } from "../support/temp-folder.ts";

const signal = new AbortController().signal;

async function failure(path: string, options: { maxBytes?: number; signal?: AbortSignal } = {}) {
  const error = await readLocalFile(path, { source: "shop", signal, ...options }).catch((error: unknown) => error);
  if (!(error instanceof SourceError)) throw error;
  return [error.code, error.message];
}

describe("readLocalFile", () => {
  it("gives the text without a byte order mark", async () => {
    const path = join(await tempFolder(), "a.txt");
    await writeFile(path, "\uFEFFgrüße");
    expect(await readLocalFile(path, { source: "shop", signal })).toBe("grüße");
  });

  it("names what is missing, too large or no file", async () => {
    const folder = await tempFolder();
    const path = join(folder, "a.txt");
    expect(await failure(path)).toEqual(["source_unreachable", `shop: there is no file ${path}; check the path`]);
    await writeFile(path, "12345");
    expect(await failure(path, { maxBytes: 4 })).toEqual([
      "source_too_large",
      `shop: ${path} is larger than 4 bytes, and was not read`,
    ]);
    await mkdir(join(folder, "b"));
    expect(await failure(join(folder, "b"))).toEqual([
      "source_unreachable",
      `shop: ${join(folder, "b")} is not a file; check the path`,
    ]);
    expect((await failure(join(path, "c")))[1]).toBe(
      `shop: could not read the file (ENOTDIR) ${join(path, "c")}; check the path`,
    );
  });

  it("ends when it is aborted", async () => {
    const path = join(await tempFolder(), "a.txt");
    await writeFile(path, "text");
    const reading = readLocalFile(path, { source: "shop", signal: AbortSignal.abort() });
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
  });
});
