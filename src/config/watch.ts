import { resolve } from "node:path";
import { type Catalogue, type Config, EMPTY_CATALOGUE } from "../config.ts";
import { ModelMallError } from "../errors.ts";
import { jsonEqual } from "../util/json-equal.ts";
import { type ConfigDifference, diffConfigs } from "./diff.ts";
import { findConfig, noConfigFound } from "./find-config.ts";
import { type CheckedConfig, checkConfig, type LoadOptions, usable } from "./load.ts";
import type { ConfigProblem } from "./problem.ts";
import { createBurst } from "./watch/burst.ts";
import { createListeners } from "./watch/listeners.ts";
import { watchFiles } from "./watch/watch-files.ts";

/** How a config is watched. */
export interface WatchOptions extends LoadOptions {
  /**
   * Only look at the files once a second, for folders where the system tells of no changes (some network and container
   * mounts). @default false: be told, and look every ten seconds all the same
   */
  readonly poll?: boolean;
}

/** A config that follows its file. */
export interface ConfigWatcher {
  /** The newest good config: take it once per request. */
  readonly config: Config;
  /** What is wrong with the file on disk now; nothing when `config` is what stands there, but for a warning where it cannot be watched well. */
  readonly problems: readonly ConfigProblem[];
  /** Calls a function after each change, and when something else is wrong than before or nothing any more; returns what ends that. */
  onChange(listener: (event: ConfigEvent) => void): () => void;
  /** Reads again now. */
  reload(): Promise<ConfigEvent>;
  /** Ends it for good; `config` stays what it is. */
  close(): void;
}

/** What became of a file that was read again. */
export interface ConfigEvent {
  /** `unchanged`: nothing is another for callers; `refused`: it has errors, and the config before holds on. */
  readonly kind: "changed" | "unchanged" | "refused";
  /** The config that holds from now on. */
  readonly config: Config;
  readonly problems: readonly ConfigProblem[];
  readonly difference: ConfigDifference;
}

/**
 * Loads a config as `loadConfig` does and follows its files from then on, those it includes and those of its secrets too.
 * Each change is checked before it holds, and holds as a whole. It does not keep the process alive.
 * @throws {ConfigError} when what is there at the beginning has errors
 */
export async function watchConfig(path?: string, options: WatchOptions = {}): Promise<ConfigWatcher> {
  const { poll = false, catalogue = EMPTY_CATALOGUE, env = process.env, cwd = process.cwd() } = options;
  const file = findConfig({ path, env, cwd });
  if (file === undefined) throw noConfigFound({ env, cwd });
  const read = () => checkConfig(file, { env, catalogue, cwd });
  const first = await read();
  return follow({ file, cwd, poll, catalogue, read, first, config: usable(first) });
}

interface Followed {
  readonly file: string;
  readonly cwd: string;
  readonly poll: boolean;
  readonly catalogue: Catalogue;
  readonly read: () => Promise<CheckedConfig>;
  readonly first: CheckedConfig;
  readonly config: Config;
}

function follow({ file, cwd, poll, catalogue, read, first, config }: Followed): ConfigWatcher {
  const listeners = createListeners<ConfigEvent>("a listener of watchConfig");
  const burst = createBurst(() => void reload().catch(listeners.warn));
  const files = watchFiles({ poll, onChange: burst.touch });
  let current = config;
  let wrong: readonly ConfigProblem[] = [];
  let isClosed = false;
  let running: Promise<unknown> = Promise.resolve();
  /** Asked for and not begun: what is asked for meanwhile is the same. */
  let next: Promise<ConfigEvent> | undefined;

  watchAll(first);

  // What changed between reading the files and watching them is found by reading once more.
  function watchAll(checked: CheckedConfig): void {
    if (files.set([...new Set([file, ...checked.files.map((name) => resolve(cwd, name))])])) burst.touch();
  }

  function reload(): Promise<ConfigEvent> {
    if (isClosed) return Promise.reject(new ModelMallError("watcher_closed", "the config is not watched any more"));
    next ??= running.then(readAgain);
    running = next.catch(() => undefined);
    return next;
  }

  async function readAgain(): Promise<ConfigEvent> {
    next = undefined;
    const checked = await read();
    if (isClosed) return eventOf("unchanged", NO_DIFFERENCE);
    watchAll(checked);
    const before = wrong;
    const event = take(checked);
    // What is refused is told once, however often it is read.
    if (event.kind === "changed" || !jsonEqual(before, wrong)) listeners.tell(event);
    return event;
  }

  function take({ config: read, problems }: CheckedConfig): ConfigEvent {
    if (read === undefined || problems.some(({ severity }) => severity === "error")) {
      wrong = problems;
      return eventOf("refused", NO_DIFFERENCE);
    }
    const difference = diffConfigs(current, read, { catalogue });
    // Positions may be others all the same.
    current = read;
    wrong = [];
    return eventOf(difference.changes.length === 0 ? "unchanged" : "changed", difference);
  }

  function eventOf(kind: ConfigEvent["kind"], difference: ConfigDifference): ConfigEvent {
    return Object.freeze({ kind, config: current, problems: problems(), difference });
  }

  function problems(): readonly ConfigProblem[] {
    return files.trouble === undefined ? wrong : [...wrong, polledOnly(file, files.trouble)];
  }

  return {
    get config() {
      return current;
    },
    get problems() {
      return problems();
    },
    onChange: listeners.add,
    reload,
    close() {
      isClosed = true;
      burst.cancel();
      files.close();
      listeners.clear();
    },
  };
}

const NO_DIFFERENCE: ConfigDifference = Object.freeze({ changes: Object.freeze([]) });

function polledOnly(file: string, trouble: string): ConfigProblem {
  const message = `the system does not tell of changes to ${file} (${trouble}), so it is looked at once a second`;
  return { severity: "warning", code: "watched_by_looking", path: "", message };
}
