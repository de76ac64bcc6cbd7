import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Fetches a pinned package from the npm registry into `folder`, checks its content and licence, and returns where it lies. */
export function download({ name, version, integrity }, folder) {
  const shell = process.platform === "win32";
  const answer = execFileSync("npm", ["pack", `${name}@${version}`, "--json", "--pack-destination", folder], {
    encoding: "utf8",
    shell,
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 120_000,
  });
  const archive = join(folder, JSON.parse(answer)[0].filename.replace("@", "").replace("/", "-"));
  const found = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (found !== integrity) throw new Error(`${name}@${version}: expected ${integrity}, got ${found}`);
  const target = join(folder, name);
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", archive, "-C", target, "--strip-components=1"]);
  const { license } = JSON.parse(readFileSync(join(target, "package.json"), "utf8"));
  if (license !== "MIT") throw new Error(`${name}@${version}: expected the MIT licence, got ${license}`);
  return target;
}
