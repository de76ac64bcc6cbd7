import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { StoredModel } from "../../src/store.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { startWorker } from "../support/worker.ts";

it("processes that use a config and tag what it exposes leave nothing of it in the registry file but the tags", async () => {
  const path = join(await tempFolder(), "registry.json");
  const workers = await Promise.all(
    ["left", "right"].map((prefix) => startWorker("manager/workers/use-config.ts", path, prefix, "5")),
  );
  expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual([0, 0]);

  const text = await readFile(path, "utf8");
  const { models } = JSON.parse(text) as { models: Record<string, StoredModel> };
  expect(
    Object.keys(models)
      .filter((id) => id !== "exposed-canary")
      .sort(),
  ).toEqual(["left", "right"].flatMap((prefix) => [0, 1, 2, 3, 4].map((n) => `${prefix}/${n}`)));
  const { user, config, ...others } = models["exposed-canary"]?.layers ?? {};
  expect(others).toEqual({});
  expect(config?.facts).toEqual({});
  expect(Object.keys(user?.facts ?? {})).toEqual(["tags"]);
  expect(user?.facts.tags).toHaveLength(10);
  expect(text.match(/canary/g)).toEqual(["canary"]);
  expect(text).not.toMatch(/0\.123456|targets|temperature/);
}, 60_000);
