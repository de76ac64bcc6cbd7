import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageVersion } from "../package-version.ts";

const INSTALLED = "node_modules/modelmall/data/config.schema.json";

/** Where an editor finds the JSON Schema for a config in a folder: in the package installed there, else on the web. */
export function schemaAddress(folder: string): string {
  return existsSync(join(folder, INSTALLED))
    ? `./${INSTALLED}`
    : `https://unpkg.com/modelmall@${packageVersion()}/data/config.schema.json`;
}
