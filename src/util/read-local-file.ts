import { readFile, stat } from "node:fs/promises";
import { SourceError } from "../errors.ts";
import { redactText } from "./redact-text.ts";

/** How a file is read. */
export interface LocalFileOptions {
  /** The source that asks, named in every error. */
  source: string;
  signal: AbortSignal;
  /** @default 16 MiB */
  maxBytes?: number;
}

/**
 * The text of a file that a source was told to read, within a size.
 * @throws {SourceError}
 */
export async function readLocalFile(
  path: string,
  { source, signal, maxBytes = 16 * 1024 * 1024 }: LocalFileOptions,
): Promise<string> {
  const shown = redactText(path);
  try {
    const about = await stat(path);
    // Reading a pipe or a device could wait for ever.
    if (!about.isFile()) throw new SourceError("source_unreachable", source, `${shown} is not a file; check the path`);
    if (about.size > maxBytes) {
      const most = maxBytes >= 1024 * 1024 ? `${Math.floor(maxBytes / 1024 / 1024)} MiB` : `${maxBytes} bytes`;
      throw new SourceError("source_too_large", source, `${shown} is larger than ${most}, and was not read`);
    }
    return (await readFile(path, { encoding: "utf8", signal })).replace(/^\uFEFF/, "");
  } catch (error) {
    if (error instanceof SourceError || signal.aborted) throw error;
    const code = String((error as NodeJS.ErrnoException).code ?? "failed");
    const what = code === "ENOENT" ? "there is no file" : `could not read the file (${code})`;
    throw new SourceError("source_unreachable", source, `${what} ${shown}; check the path`, { cause: error });
  }
}
