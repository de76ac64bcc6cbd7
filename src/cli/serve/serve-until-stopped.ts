import { isExposed } from "../../config/is-exposed.ts";
import type { ModelManager } from "../../manager.ts";
import type { Model } from "../../model.ts";
import type { ServerKey } from "../../server.ts";
import { printable, stylesFor, type Terminal } from "../terminal.ts";
import { listenForStop } from "./listen-for-stop.ts";
import { printWelcome } from "./print-welcome.ts";
import { namedKey } from "./read-keys.ts";
import { tuneCollector } from "./tune-collector.ts";

/** Where the gateway listens, and for whom. */
export interface ServeUntilStopped {
  readonly port: number;
  readonly host?: string;
  readonly keys?: readonly ServerKey[];
  /** The keys as they were given, for the example of a first call. */
  readonly key?: readonly string[];
  readonly allowHost?: readonly string[];
  readonly allowOrigin?: readonly string[];
  /** Whether the config's names alone may be called. @default false */
  readonly onlyRoutes?: boolean;
  /** Whether the header `idempotency-key` is heeded. @default true */
  readonly idempotency?: boolean;
  /** What is listed, looked at anew each time. */
  readonly models: () => readonly Model[];
}

/** Serves a manager's models until SIGTERM or Ctrl-C; calls that run then end first. */
export async function serveUntilStopped(
  terminal: Terminal,
  manager: ModelManager,
  options: ServeUntilStopped,
): Promise<void> {
  const { port, host = "127.0.0.1", keys = [], key = [], allowHost = [], allowOrigin = [], models } = options;
  const { stderr, env } = terminal;
  tuneCollector();
  const [{ serve }, router] = await Promise.all([import("../../server/serve.ts"), manager.router()]);
  const gateway = await serve({
    router,
    models,
    findModel: (name) => manager.registry.resolve(name) ?? [...models()].find(({ id }) => id === name),
    host,
    port,
    keys,
    allowedHosts: allowHost,
    allowedOrigins: allowOrigin,
    ...(options.onlyRoutes && { isExposed: (name) => isRoute(manager, name) }),
    ...(options.idempotency === false && { idempotency: false }),
    log: (line) => stderr.write(`${printable(line)}\n`),
  });
  const stop = listenForStop(terminal);
  printWelcome(terminal, gateway, models(), namedKey(key));
  await stop.asked;
  stderr.write(stylesFor(stderr, env).dim("stopping: calls that run may end; once more to end them now\n"));
  await gateway.close();
  stop.end();
}

/** Whether a name means a model of the config as it is now. */
function isRoute({ config, catalogue }: ModelManager, name: string): boolean {
  return config !== undefined && isExposed(config, name, { catalogue });
}
