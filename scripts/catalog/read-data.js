import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";

const PRINT = `
import net from "node:net";
import dgram from "node:dgram";
const refuse = () => { throw new Error("a data file tried to open a connection"); };
net.Socket.prototype.connect = refuse;
dgram.createSocket = refuse;
globalThis.fetch = refuse;
const module = await import(process.argv[1]);
process.stdout.write(JSON.stringify(module));
`;

/** What a module of a downloaded package exports, as JSON; it runs in a process that can read that package only. */
export function readData(folder, file) {
  const permission = process.allowedNodeEnvironmentFlags.has("--permission")
    ? "--permission"
    : "--experimental-permission";
  const argv = [permission, `--allow-fs-read=${folder}`, "--input-type=module", "--no-warnings", "--eval", PRINT];
  const output = execFileSync(process.execPath, [...argv, pathToFileURL(`${folder}/${file}`).href], {
    cwd: folder,
    encoding: "utf8",
    env: {},
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
  });
  return JSON.parse(output);
}
