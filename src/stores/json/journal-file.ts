import { StoreError } from "../../errors.ts";
import { isJournalEntry, type JournalContent, type JournalEntry } from "../../journal.ts";
import { errorCode } from "./failure.ts";
import type { FileSystem } from "./file-system.ts";
import { readBytes } from "./read-bytes.ts";

/** When a journal is this large it becomes the older part, and a new one begins. */
const LARGEST_BYTES = 2 * 1024 * 1024;

/** The journal beside a registry file, one entry a line. */
export function journalPath(registry: string): string {
  return `${registry}.changes.jsonl`;
}

/** Where a journal that became too large stands until the next one does. */
export function olderJournalPath(registry: string): string {
  return `${registry}.changes.old.jsonl`;
}

/** Adds entries in one write that is on the disk when this resolves; call it while no other process can. */
export async function appendJournal(
  registry: string,
  entries: readonly JournalEntry[],
  fs: FileSystem,
  largestBytes = LARGEST_BYTES,
): Promise<void> {
  const path = journalPath(registry);
  const size = await sizeIfThere(path, fs);
  if (size !== undefined && size >= largestBytes) await fs.rename(path, olderJournalPath(registry));
  const handle = await fs.open(path, "a+", 0o600);
  try {
    const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
    // What a crash left of a line must not take the next one with it.
    await handle.writeFile(`${(await endsTorn(handle)) ? "\n" : ""}${lines}`);
    await handle.sync();
  } finally {
    await handle.close().catch(() => undefined);
  }
}

/** What a journal holds, its older part first; lines that are no entries are left out and told. */
export async function readJournal(registry: string, fs: FileSystem): Promise<JournalContent> {
  const entries: JournalEntry[] = [];
  const notices: string[] = [];
  for (const path of [olderJournalPath(registry), journalPath(registry)]) {
    const text = (await readBytes(path, fs))?.bytes.toString("utf8") ?? "";
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    const read = lines.map(parseLine);
    entries.push(...read.filter((entry) => entry !== undefined));
    const unreadable = read.filter((entry) => entry === undefined).length;
    if (unreadable > 0) {
      const them = unreadable === 1 ? "1 line that is no entry was" : `${unreadable} lines that are no entries were`;
      notices.push(`${path}: ${them} left out (cut off by a crash, or written by a newer version)`);
    }
  }
  return { entries, notices };
}

function parseLine(line: string): JournalEntry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isJournalEntry(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function sizeIfThere(path: string, fs: FileSystem): Promise<number | undefined> {
  try {
    const info = await fs.stat(path);
    // Opening a pipe would wait for its reader, for ever.
    if (!info.isFile()) throw new StoreError("store_failed", path, "is not a file; move away what stands there");
    return info.size;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function endsTorn(handle: Awaited<ReturnType<FileSystem["open"]>>): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return false;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}
