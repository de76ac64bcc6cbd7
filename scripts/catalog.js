#!/usr/bin/env node
// Makes data/catalog.json from pinned packages of the npm registry: `npm run catalog`, or with --check to compare only.
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { download } from "./catalog/download.js";
import { encode } from "./catalog/encode.js";
import { knownFacts } from "./catalog/known-facts.js";
import { packages } from "./catalog/packages.js";
import { readData } from "./catalog/read-data.js";

const target = new URL("../data/catalog.json", import.meta.url);
const folder = realpathSync(mkdtempSync(join(tmpdir(), "modelmall-catalog-")));
try {
  const facts = packages.map((entry) => knownFacts(entry, readData(download(entry, folder), entry.file)));
  const text = encode(packages, facts);
  if (!process.argv.includes("--check")) {
    writeFileSync(target, text);
    console.log(`data/catalog.json: ${text.split("\n").length} lines, ${text.length} characters`);
  } else if (readFileSync(target, "utf8") !== text) {
    console.error(
      "data/catalog.json is not what scripts/catalog.js makes: run `npm run catalog` and commit the result",
    );
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
