import { type FSWatcher, type Stats, statSync, watch as watchFolder } from "node:fs";
import { basename } from "node:path";
import { placesOf } from "./places-of.ts";

/** How often files are looked at where the system does not tell of changes, in milliseconds. */
const POLL_MS = 1_000;
/** How often they are looked at all the same: what another machine writes to a network folder is told by no system. */
const DOUBT_MS = 10_000;

/** Watches files for changes. */
export interface FileWatch {
  /** Watches these files from now on; says whether they are others than before. */
  set(files: readonly string[]): boolean;
  /** Why the system does not tell of changes, where it does not. */
  readonly trouble: string | undefined;
  close(): void;
}

/** How files are watched. */
export interface FileWatchOptions {
  /** Only look at the files now and then. */
  readonly poll: boolean;
  /** Something about one of the files may have changed. */
  readonly onChange: () => void;
  /** How the system tells of changes in a folder. @default that of Node */
  readonly watch?: typeof watchFolder;
}

interface WatchedFolder {
  readonly watcher: FSWatcher;
  /** Which folder it was when watching began: another may take its name. */
  readonly inode: number;
  names: ReadonlySet<string>;
}

/**
 * Watches the folders of files, since editors and deployments put a new file in the place of the old one. Nothing of it
 * keeps the process alive.
 */
export function watchFiles({ poll, onChange, watch = watchFolder }: FileWatchOptions): FileWatch {
  const folders = new Map<string, WatchedFolder>();
  let files: readonly string[] = [];
  let trouble: string | undefined;
  let looks = "";
  let timer = poll ? every(POLL_MS) : every(DOUBT_MS);

  function every(ms: number): NodeJS.Timeout {
    return setInterval(look, ms).unref();
  }

  function look(): void {
    const now = looksOf(files);
    if (now === looks) return;
    looks = now;
    onChange();
  }

  function fallBack(error: unknown): void {
    if (trouble === undefined) {
      clearInterval(timer);
      timer = every(POLL_MS);
    }
    trouble ??= (error as NodeJS.ErrnoException).code ?? String(error);
  }

  function drop(folder: string): void {
    folders.get(folder)?.watcher.close();
    folders.delete(folder);
  }

  function add(folder: string, names: ReadonlySet<string>): void {
    const inode = statOf(folder)?.ino;
    const known = folders.get(folder);
    if (known !== undefined && known.inode === inode) {
      known.names = names;
      return;
    }
    drop(folder);
    if (inode === undefined) return;
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        const about = folders.get(folder);
        // An event without a name, or with the folder's own, is about the folder.
        if (name === null || name === basename(folder) || about?.names.has(name)) onChange();
      });
      watcher.on("error", (error) => {
        drop(folder);
        fallBack(error);
      });
      folders.set(folder, { watcher, inode, names });
    } catch (error) {
      fallBack(error);
    }
  }

  function arm(): void {
    const wanted = new Map<string, Set<string>>();
    for (const { folder, name } of files.flatMap(placesOf))
      wanted.set(folder, (wanted.get(folder) ?? new Set()).add(name));
    for (const folder of [...folders.keys()]) if (!wanted.has(folder)) drop(folder);
    for (const [folder, names] of wanted) add(folder, names);
  }

  return {
    set(next) {
      const isOther = next.join("\0") !== files.join("\0");
      files = [...next];
      looks = looksOf(files);
      if (!poll) arm();
      return isOther;
    },
    get trouble() {
      return trouble;
    },
    close() {
      clearInterval(timer);
      for (const folder of [...folders.keys()]) drop(folder);
    },
  };
}

/** What shows at a glance that a file is another than before. */
function looksOf(files: readonly string[]): string {
  return files
    .map((file) => {
      const stat = statOf(file);
      return stat === undefined ? "" : `${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`;
    })
    .join("\n");
}

function statOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
