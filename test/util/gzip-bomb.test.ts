import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { startLoopback } from "../support/loopback.ts";

const run = promisify(execFile);
const MIB = 1024 * 1024;

it("ends an answer of half a megabyte that unpacks to 512 MiB within 2 s and 64 MiB of memory", {
  timeout: 30_000,
}, async () => {
  // A gzip file may have many members, one after the other.
  const bomb = Buffer.concat(Array<Buffer>(32).fill(gzipSync(Buffer.alloc(16 * MIB, "9"))));
  expect(bomb.length).toBeLessThan(MIB);
  await using server = await startLoopback({
    "/small": { gzip: true, json: "9".repeat(MIB) },
    "/bomb": { headers: { "content-encoding": "gzip" }, body: bomb },
  });
  const script = fileURLToPath(new URL("../support/ask-for-bomb.ts", import.meta.url));
  const measure = async () => JSON.parse((await run(process.execPath, ["--import", "tsx", script, server.url])).stdout);
  // What else the machine does can only add to it, so the best of three counts.
  let measured = await measure();
  for (let again = 0; again < 2 && (measured.ms >= 2_000 || measured.grownMiB >= 64); again += 1) {
    measured = await measure();
  }
  expect(measured.code).toBe("source_too_large");
  expect(measured.ms).toBeLessThan(2_000);
  expect(measured.grownMiB).toBeLessThan(64);
});
