import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export interface Worker {
  child: ChildProcess & { pid: number };
  /** What it has printed so far. */
  lines: string[];
  /** Waits until it has printed so many lines. */
  printed(count: number): Promise<void>;
  /** Waits until it has ended and gives its exit code, or the signal that ended it. */
  ended: Promise<number | string>;
}

/** Runs one of the programs under `test/` as a process of its own, which ends with the test at the latest. */
export async function startWorker(program: string, ...args: string[]): Promise<Worker> {
  const file = fileURLToPath(new URL(`../${program}`, import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", file, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const ended = once(reader, "close");
  reader.on("line", (line) => lines.push(line));
  const exited = once(child, "exit");
  await once(child, "spawn");
  return {
    child: child as typeof child & { pid: number },
    lines,
    async printed(count) {
      while (lines.length < count) {
        const over = await Promise.race([once(reader, "line").then(() => false), ended.then(() => true)]);
        if (over && lines.length < count) throw new Error(`${program} ended after ${lines.length} of ${count} lines`);
      }
    },
    ended: Promise.all([exited, ended]).then(([[code, signal]]) => code ?? signal),
  };
}
