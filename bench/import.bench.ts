import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { atMost, medianTimes, type Row } from "./support/ratio.ts";

const cli = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const cwd = fileURLToPath(new URL("..", import.meta.url));

/** What starting costs: importing the root, and two commands, against Node doing nothing. */
export async function run(): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), "modelmall-bench-"));
  const env = { ...process.env, XDG_CONFIG_HOME: home };
  const node = (...args: string[]) => execFileSync(process.execPath, args, { cwd, env, stdio: "ignore" });
  const code = 'import { createManager } from "modelmall"; createManager;';
  try {
    // A registry as it is after the first start, so that there is something to list.
    node(cli, "discover", "catalog");
    const times = await medianTimes({
      nothing: () => node("-e", "0"),
      root: () => node("--input-type=module", "-e", code),
      version: () => node(cli, "--version"),
      list: () => node(cli, "models", "list"),
    });
    return [
      { name: "node -e 0", value: times.nothing, unit: "ms" },
      atMost("import { createManager }", times.root / times.nothing, "x node -e 0", 3),
      { name: "modelmall --version", value: times.version / times.nothing, unit: "x node -e 0" },
      atMost("modelmall models list", times.list / times.nothing, "x node -e 0", 3),
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
