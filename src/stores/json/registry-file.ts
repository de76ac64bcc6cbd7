import { dirname } from "node:path";
import type { Adapter } from "lowdb";
import { StoreError } from "../../errors.ts";
import type { JournalContent, JournalEntry } from "../../journal.ts";
import { emptyDocument, type RegistryDocument } from "./document.ts";
import { storeFailure } from "./failure.ts";
import type { FileSystem } from "./file-system.ts";
import type { Lock } from "./lock.ts";
import { parseDocument } from "./parse-document.ts";
import { type FileVersion, readBytes, stampIfThere } from "./read-bytes.ts";
import { realPath } from "./real-path.ts";

export interface RegistryFileOptions {
  path: string;
  lockTimeoutMs: number;
  fs: FileSystem;
  clock: () => Date;
  random: () => string;
}

const saving = () => import("./saving.ts");

const ABSENT = "absent";
const UNREADABLE = "unreadable";

/** The registry file as lowdb reads and writes it: locked, replaced as a whole, mended from its backup when broken. */
export class RegistryFile implements Adapter<RegistryDocument> {
  readonly #options: RegistryFileOptions;
  #document = emptyDocument();
  /** Of the version `#document` was read from, or one of the words below. */
  #stamp = ABSENT;
  #lock: Lock | undefined;
  #tidied = false;
  #notices: string[] = [];

  constructor(options: RegistryFileOptions) {
    this.#options = options;
  }

  /** Runs a task while no other process can write the file. */
  async locked<Result>(task: () => Promise<Result>): Promise<Result> {
    const { fs, lockTimeoutMs: timeoutMs, random } = this.#options;
    const real = await this.#wrapped("find it", async () => {
      const found = await realPath(this.#options.path, fs);
      await fs.mkdir(dirname(found), { recursive: true, mode: 0o700 });
      return found;
    });
    const { withLock } = await saving();
    return await withLock(real, { fs, timeoutMs, random }, async (lock) => {
      this.#lock = lock;
      try {
        return await task();
      } finally {
        this.#lock = undefined;
      }
    });
  }

  async read(): Promise<RegistryDocument> {
    return await this.#wrapped("read it", () => this.#read());
  }

  /** @throws {StoreError} outside of `locked`, and when the file could not be replaced */
  async write(document: RegistryDocument): Promise<void> {
    const lock = this.#lock;
    if (lock === undefined) throw new StoreError("store_failed", this.#options.path, "written without its lock");
    const { fs, random, clock } = this.#options;
    await this.#wrapped("save it", async () => {
      const real = await realPath(this.#options.path, fs);
      const { formatDocument, removeLeftovers, replaceFile } = await saving();
      if (!this.#tidied) await removeLeftovers(real, fs, clock());
      this.#tidied = true;
      const beforeRename = () => lock.mustBeHeld();
      this.#stamp = await replaceFile(real, formatDocument(document), { fs, random, backup: true, beforeRename });
      this.#document = document;
    });
  }

  /** Adds to the journal beside the file; call it within `locked`. */
  async appendJournal(entries: readonly JournalEntry[]): Promise<void> {
    const { path, fs } = this.#options;
    await this.#wrapped("note what changed beside it", async () =>
      (await saving()).appendJournal(await realPath(path, fs), entries, fs),
    );
  }

  async readJournal(): Promise<JournalContent> {
    const { path, fs } = this.#options;
    return await this.#wrapped("read what changed", async () =>
      (await saving()).readJournal(await realPath(path, fs), fs),
    );
  }

  /** What people must be told of the readings since the last call. */
  takeNotices(): string[] {
    const notices = this.#notices;
    this.#notices = [];
    return notices;
  }

  async #read(): Promise<RegistryDocument> {
    const { fs } = this.#options;
    const real = await realPath(this.#options.path, fs);
    const stamp = (await stampIfThere(real, fs)) ?? ABSENT;
    if (stamp === this.#stamp) return this.#document;
    const version = await readBytes(real, fs);
    if (version === undefined) return this.#keep(ABSENT, emptyDocument());
    const parsed = parseDocument(version.bytes, this.#document);
    if ("document" in parsed) return this.#keep(version.stamp, parsed.document);
    if (this.#lock !== undefined) return await this.#mend(real, version.stamp, parsed.broken);
    return await this.locked(() => this.#read()).catch((error: unknown) => this.#readOnly(real, parsed.broken, error));
  }

  #keep(stamp: string, document: RegistryDocument): RegistryDocument {
    if (document !== this.#document) this.#notices.push(...document.notices);
    this.#stamp = stamp;
    this.#document = document;
    return document;
  }

  // The broken file keeps its name until the backup takes its place, so that a crash in between loses nothing.
  async #mend(real: string, broken: string, why: string): Promise<RegistryDocument> {
    const { fs, random, clock } = this.#options;
    const backup = await this.#backup(real);
    const { replaceFile, setAside } = await saving();
    const aside = await setAside(real, fs, clock());
    let stamp = ABSENT;
    try {
      if (backup === undefined) await fs.unlink(real);
      else stamp = await replaceFile(real, backup.bytes, { fs, random, backup: false });
    } catch (error) {
      // Only while it is the second name of a file that still has its first.
      if ((await stampIfThere(real, fs).catch(() => undefined)) === broken)
        await fs.unlink(aside).catch(() => undefined);
      throw error;
    }
    this.#notices.push(`${real} is broken: ${why}; it is kept as ${aside}; ${loaded(real, backup?.document)}`);
    return this.#keep(stamp, backup?.document ?? emptyDocument());
  }

  // Where nothing can be written a broken file stays where it is, and its backup can still be looked at.
  async #readOnly(real: string, why: string, error: unknown): Promise<RegistryDocument> {
    if (!(error instanceof StoreError) || error.code !== "store_failed") throw error;
    const backup = await this.#backup(real);
    const document = backup?.document ?? emptyDocument();
    this.#notices.push(`${real} is broken: ${why}; it could not be kept aside; ${loaded(real, backup?.document)}`);
    this.#keep(UNREADABLE, document);
    return { ...document, readOnly: `the file is broken (${why}) and could not be mended (${error.message})` };
  }

  async #backup(real: string): Promise<(FileVersion & { document: RegistryDocument }) | undefined> {
    const version = await readBytes(`${real}.bak`, this.#options.fs);
    if (version === undefined) return undefined;
    const parsed = parseDocument(version.bytes, this.#document);
    return "document" in parsed ? { ...version, document: parsed.document } : undefined;
  }

  async #wrapped<Result>(doing: string, task: () => Promise<Result>): Promise<Result> {
    try {
      return await task();
    } catch (error) {
      throw storeFailure(this.#options.path, doing, error);
    }
  }
}

function loaded(real: string, backup: RegistryDocument | undefined): string {
  if (backup === undefined) return "there is no good backup, so the registry starts empty";
  const { size } = backup.state.models;
  return `the last good version (${size} ${size === 1 ? "model" : "models"}) was loaded from ${real}.bak`;
}
