import { type ChildProcess, spawn } from "node:child_process";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

/** What a process has used since it began. */
export interface ProcessUsage {
  /** User and system together. */
  readonly cpuMs: number;
  readonly rssMb: number;
  readonly heapMb: number;
}

/** A server in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  /** With `memory` what is not needed is collected first. */
  usage(of?: "cpu" | "memory"): Promise<ProcessUsage>;
  stop(): void;
}

export interface ServerProcessOptions {
  readonly args?: readonly string[];
  /** Options of Node.js: `--expose-gc`. */
  readonly execArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where it listens, if it cannot tell. */
  readonly port?: number;
}

const TELL_USAGE = new URL("./tell-usage.js", import.meta.url).href;
const START_MS = 20_000;

/** Starts a server as plain JavaScript: nothing is compiled on the fly. It sends `{ port }`, or listens at the port given. */
export async function startServer(file: URL, options: ServerProcessOptions = {}): Promise<ServerProcess> {
  const { args = [], execArgv = [], env = {} } = options;
  const child = spawn(process.execPath, ["--import", TELL_USAGE, ...execArgv, fileURLToPath(file), ...args], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { ...process.env, ...env, NODE_OPTIONS: "" },
  });
  const port = options.port === undefined ? (await told<{ port: number }>(child)).port : options.port;
  const url = `http://127.0.0.1:${port}`;
  await untilItListens(url);
  return {
    url,
    usage(of = "cpu") {
      const usage = told<ProcessUsage>(child);
      child.send(of);
      return usage;
    },
    stop: () => child.disconnect(),
  };
}

/** A port that nobody listens at. */
export function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function told<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const fail = (code: number | null) => reject(new Error(`${child.spawnargs.join(" ")} ended with code ${code}`));
    child.once("exit", fail);
    child.once("message", (message) => {
      child.off("exit", fail);
      resolve(message as Message);
    });
  });
}

async function untilItListens(url: string): Promise<void> {
  const deadline = performance.now() + START_MS;
  for (;;) {
    try {
      await (await fetch(url)).arrayBuffer();
      return;
    } catch (cause) {
      if (performance.now() > deadline) throw new Error(`nothing listens at ${url}`, { cause });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
