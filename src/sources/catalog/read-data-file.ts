import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { SourceError } from "../../errors.ts";

const DATA = new URL("../../../data/", import.meta.url);

/**
 * A JSON file of the package's `data` folder, checked.
 * @throws {SourceError} when it is missing or not what its schema says: the installation is broken.
 */
export async function readDataFile<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  folder: URL = DATA,
): Promise<z.infer<Schema>> {
  const file = new URL(name, folder);
  try {
    return schema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    const problem = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    const message = `${fileURLToPath(file)} cannot be used (${problem.slice(0, 500)}); install modelmall again`;
    throw new SourceError("source_failed", "catalog", message, { cause });
  }
}
