import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { startLoopback } from "../support/loopback.ts";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

it("ends at Ctrl-C while a source is silent, says so, and exits with 130", { timeout: 30_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "modelmall-"));
  await using server = await startLoopback({ "/models": { hold: "headers" } });
  const env = { ...process.env, MODELMALL_REGISTRY: join(folder, "registry.json"), OPENROUTER_BASE_URL: server.url };
  const child = spawn(process.execPath, ["--import", "tsx", main, "discover", "openrouter"], { env });
  let printed = "";
  child.stdout.on("data", (chunk) => {
    printed += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  await server.arrived("/models");
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(printed).toMatch(/openrouter .*(abort|stopp)/);
  await rm(folder, { recursive: true });
});
