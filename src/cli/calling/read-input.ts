import { readFile, stat } from "node:fs/promises";
import { basename, extname } from "node:path";
import type { ContentPart } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";
import { UsageError } from "../exit.ts";
import type { Terminal } from "../terminal.ts";

const LARGEST = 20 * 1024 * 1024;

const IMAGE_TYPES = new Map([
  [".png", "image/png"],
  [".jpg", "image/jpeg"],
  [".jpeg", "image/jpeg"],
  [".gif", "image/gif"],
  [".webp", "image/webp"],
]);

/** What is piped in, as text; `undefined` where a person sits at the terminal, or nothing is there. */
export async function readPiped({ stdin }: Terminal): Promise<string | undefined> {
  if (stdin === undefined || stdin.isTTY === true) return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** The bytes of a file somebody named. @throws {UsageError} */
export async function readNamed(path: string, option: string): Promise<Buffer> {
  try {
    const about = await stat(path);
    if (!about.isFile()) throw new UsageError(`${option}: ${path} is not a file`);
    if (about.size > LARGEST) throw new UsageError(`${option}: ${path} is larger than 20 MiB`);
    return await readFile(path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { code = "failed" } = error as NodeJS.ErrnoException;
    throw new UsageError(code === "ENOENT" ? `${option}: there is no file ${path}` : `${option}: ${path}: ${code}`);
  }
}

/** An image as a part of a message: an address goes out as it is, a file as its data. @throws {UsageError} */
export async function imagePart(place: string): Promise<ContentPart> {
  if (/^(?:https?|data):/i.test(place)) return { type: "image_url", image_url: { url: place } };
  const type = IMAGE_TYPES.get(extname(place).toLowerCase());
  if (type === undefined) {
    throw new UsageError(`--image: expected a ${[...IMAGE_TYPES.keys()].join(", ")} file or an address, got ${place}`);
  }
  return { type: "image_url", image_url: { url: dataUrl(type, await readNamed(place, "--image")) } };
}

/** A document as a part of a message; text goes in as text, for every model reads that. @throws {UsageError} */
export async function filePart(path: string): Promise<ContentPart> {
  const bytes = await readNamed(path, "--file");
  if (bytes.subarray(0, 5).toString("latin1") === "%PDF-") {
    return { type: "file", file: { filename: basename(path), file_data: dataUrl("application/pdf", bytes) } };
  }
  if (bytes.includes(0)) throw new UsageError(`--file: ${path} is neither a text nor a PDF`);
  return { type: "text", text: `${basename(path)}:\n\n${bytes.toString("utf8")}` };
}

/** A JSON Schema from a file, with the name services ask for. @throws {UsageError} */
export async function readSchema(path: string): Promise<{ name: string; schema: Readonly<Record<string, JsonValue>> }> {
  const text = (await readNamed(path, "--schema")).toString("utf8");
  let schema: unknown;
  try {
    schema = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--schema: ${path} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) {
    throw new UsageError(`--schema: ${path} must hold a JSON Schema, an object`);
  }
  const { title } = schema as { title?: unknown };
  const wanted = typeof title === "string" && title !== "" ? title : basename(path, extname(path));
  const name = wanted.replace(/[^\w-]+/g, "_").slice(0, 64);
  return { name: name === "" ? "answer" : name, schema: schema as Record<string, JsonValue> };
}

function dataUrl(type: string, bytes: Buffer): string {
  return `data:${type};base64,${bytes.toString("base64")}`;
}
