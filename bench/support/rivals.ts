import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const FOLDER = new URL("../rivals/", import.meta.url);

/** Portkey's gateway, as `npx @portkey-ai/gateway` starts it. */
export const PORTKEY = new URL("node_modules/@portkey-ai/gateway/build/start-server.js", FOLDER);

/** What is used of autocannon (https://github.com/mcollina/autocannon#api). */
type Autocannon = (options: {
  readonly url: string;
  readonly method: "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly connections: number;
  /** Requests, of all connections together. */
  readonly amount: number;
  /** How often it looks whether it is done, in milliseconds. */
  readonly sampleInt: number;
  /** Seconds. */
  readonly timeout: number;
}) => PromiseLike<{
  readonly start: Date;
  readonly finish: Date;
  readonly errors: number;
  readonly timeouts: number;
  readonly non2xx: number;
  readonly "2xx": number;
}>;

/** Installs what the gateway is measured against, where it is missing. @throws {Error} with npm's reason */
export function installRivals(): void {
  if (isInstalled()) return;
  console.error("installing the gateway's rivals into bench/rivals (once)…");
  const args = ["ci", "--prefix", fileURLToPath(FOLDER), "--ignore-scripts", "--no-audit", "--no-fund"];
  const { status, stderr, error } = spawnSync("npm", args, {
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (status === 0) return;
  const reason = error?.message ?? stderr.trim();
  throw new Error(`npm ${args.join(" ")} failed, so there is nothing to measure against: ${reason}`);
}

/** The load generator. */
export function autocannon(): Autocannon {
  return createRequire(FOLDER)("autocannon") as Autocannon;
}

/** Whether what npm says it installed is what the lock file names. */
function isInstalled(): boolean {
  const installed = new URL("node_modules/.package-lock.json", FOLDER);
  if (!existsSync(installed)) return false;
  const versions = (file: URL) => {
    const { packages } = JSON.parse(readFileSync(file, "utf8")) as { packages: Record<string, { version?: string }> };
    return packages;
  };
  const present = versions(installed);
  const wanted = versions(new URL("package-lock.json", FOLDER));
  return ["@portkey-ai/gateway", "@hono/node-server", "autocannon"].every((name) => {
    const path = `node_modules/${name}`;
    return wanted[path] !== undefined && present[path]?.version === wanted[path].version;
  });
}
