import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { SourceError } from "../../../src/errors.ts";
import { readDataFile } from "../../../src/sources/catalog/read-data-file.ts";

const path = mkdtempSync(join(tmpdir(), "modelmall-data-"));
const folder = pathToFileURL(`${path}/`);
const schema = z.object({ format: z.literal(1) });

afterAll(() => rmSync(path, { recursive: true }));

describe("readDataFile", () => {
  it("gives the checked content of a file", async () => {
    writeFileSync(join(path, "good.json"), '{"format": 1}');
    expect(await readDataFile("good.json", schema, folder)).toEqual({ format: 1 });
  });

  it.each([
    ["missing.json", undefined, "no such file"],
    ["torn.json", '{"format":', "JSON"],
    ["other.json", '{"format": 2}', "expected 1"],
    ["null.json", "null", "expected object"],
  ])("says of %s which file is broken, how, and what to do", async (name, text, problem) => {
    if (text !== undefined) writeFileSync(join(path, name), text);
    const error = await readDataFile(name, schema, folder).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SourceError);
    const { message } = error as SourceError;
    expect(message).toContain(`catalog: ${join(path, name)} cannot be used (`);
    expect(message).toContain(problem);
    expect(message).toContain("; install modelmall again");
  });
});
