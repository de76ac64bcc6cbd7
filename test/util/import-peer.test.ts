import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { ModelMallError } from "../../src/errors.ts";
import { importPeer } from "../../src/util/import-peer.ts";
import { tempFolder } from "../support/temp-folder.ts";

test("imports a package that is there", async () => {
  expect(Object.keys(await importPeer("openai", "the test"))).toContain("OpenAI");
});

test.each([
  ["@langchain/nowhere", "ChatNowhere needs the package @langchain/nowhere: npm install @langchain/nowhere"],
  ["@langchain/nowhere/deep/path", "ChatNowhere needs the package @langchain/nowhere: npm install @langchain/nowhere"],
  ["no-such-package-here", "ChatNowhere needs the package no-such-package-here: npm install no-such-package-here"],
])("says what to install where %s is missing", async (specifier, message) => {
  const error = await importPeer(specifier, "ChatNowhere").catch((error: unknown) => error);
  expect(error).toBeInstanceOf(ModelMallError);
  expect(error).toMatchObject({ code: "missing_package", message });
});

test("names what a package lacks that is there itself, and passes other failures on", async () => {
  const folder = await tempFolder();
  const write = async (name: string, code: string) => {
    await writeFile(join(folder, name), code);
    return pathToFileURL(join(folder, name)).href;
  };
  const lacking = await write("lacking.mjs", 'import "@langchain/nowhere/deep";');
  await expect(importPeer(lacking, "ChatThere")).rejects.toThrow(
    "ChatThere needs the package @langchain/nowhere: npm install @langchain/nowhere",
  );
  const broken = await write("broken.mjs", 'throw new Error("broken inside");');
  await expect(importPeer(broken, "ChatBroken")).rejects.toThrow("broken inside");
});
