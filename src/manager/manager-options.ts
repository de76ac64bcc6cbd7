import type { BuiltinSourceName } from "../builtins/sources.ts";
import type { Config } from "../config.ts";
import type { Connector } from "../connector.ts";
import type { ModelSource } from "../source.ts";
import type { ModelStore } from "../store.ts";
import type { Environment } from "../util/env.ts";

/** What a manager works with; everything has a default. */
export interface ManagerOptions {
  /** The registry file. @default `$MODELMALL_REGISTRY`, else `~/.config/modelmall/registry.json` */
  path?: string;
  /** Where the registry is kept instead of in a file. */
  store?: ModelStore;
  /** The sources it knows: names of built-in ones, or sources of your own. @default all built-in ones */
  sources?: readonly (BuiltinSourceName | ModelSource)[];
  /** Connectors of your own beside the built-in ones; the same name replaces one. */
  connectors?: readonly Connector[];
  /** The config to use: its path, or one that was loaded before. @default none */
  config?: string | Config;
  /** Where keys and addresses are read from. @default `process.env` */
  env?: Environment;
  /** How sources ask the network. @default undici's fetch, through the proxy the environment names */
  fetch?: typeof globalThis.fetch;
  /** Tells the time. @default the system's clock */
  clock?: () => Date;
}
