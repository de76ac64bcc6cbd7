import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { ModelRegistry } from "../../src/registry.ts";
import { json } from "../../src/stores/json.ts";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

it("keeps what several commands say of the same model at the same time", { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "modelmall-"));
  const path = join(folder, "registry.json");
  const registry = await ModelRegistry.open(json({ path }));
  registry.set("openai/gpt-4o", { tags: ["first"] });
  await registry.close();

  const commands = [
    ...Array.from({ length: 5 }, (_, n) => ["models", "tag", "openai/gpt-4o", `tag-${n}`]),
    ["models", "note", "openai/gpt-4o", "seen"],
    ["models", "alias", "openai/gpt-4o", "best"],
  ];
  const env = { ...process.env, MODELMALL_REGISTRY: path };
  await Promise.all(
    commands.map((args) => promisify(execFile)(process.execPath, ["--import", "tsx", main, ...args], { env })),
  );

  const model = (await ModelRegistry.open(json({ path }))).require("best");
  expect([...model.tags].sort()).toEqual(["first", "tag-0", "tag-1", "tag-2", "tag-3", "tag-4"]);
  expect(model.customMetadata).toEqual({ note: "seen" });
  await rm(folder, { recursive: true });
});
