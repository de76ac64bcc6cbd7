import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SOURCES } from "../../src/builtins/sources.ts";
import { createManager } from "../../src/manager.ts";
import { memory } from "../../src/stores/memory.ts";
import { startLoopback } from "../support/loopback.ts";
import { tempFolder } from "../support/temp-folder.ts";

const load = (name: string, env: Record<string, string>) => SOURCES.find((source) => source.name === name)?.load(env);
const notReady = (name: string, env: Record<string, string>) =>
  SOURCES.find((source) => source.name === name)?.notReady?.(env);

describe("the sources of what others collect", () => {
  it("take their addresses from the environment", async () => {
    expect((await load("models-dev", {}))?.address).toBe("https://models.dev/api.json");
    expect((await load("models-dev", { MODELS_DEV_URL: "https://m.test/" }))?.address).toBe("https://m.test/api.json");
    expect((await load("litellm", {}))?.address).toMatch(/^https:\/\/raw\.githubusercontent\.com\/BerriAI\/litellm\//);
    const url = { LITELLM_MODEL_COST_MAP_URL: "https://user:secret@m.test/map.json?key=1" };
    expect((await load("litellm", url))?.address).toBe("https://m.test/map.json");
    expect((await load("litellm", { LITELLM_MODEL_COST_MAP_URL: "/tmp/map.json" }))?.address).toBe("/tmp/map.json");
  });

  it("are asked without being named: models.dev always, the others when they are set", () => {
    expect(notReady("models-dev", {})).toBeUndefined();
    expect(notReady("litellm", {})).toBe("LITELLM_MODEL_COST_MAP_URL is not set");
    expect(notReady("litellm", { LITELLM_MODEL_COST_MAP_URL: "map.json" })).toBeUndefined();
    expect(notReady("benchmarks", { MODELMALL_BENCHMARKS: " " })).toBe("MODELMALL_BENCHMARKS is not set");
    expect(notReady("benchmarks", { MODELMALL_BENCHMARKS: "a.yml" })).toBeUndefined();
  });

  it("fill a registry together: models from a map in a file, then scores from a file and an address", async () => {
    const folder = await tempFolder();
    const map = { "gpt-5": { litellm_provider: "openai", mode: "chat", input_cost_per_token: 1.25e-6 } };
    await writeFile(join(folder, "map.json"), JSON.stringify(map));
    await writeFile(join(folder, "polyglot_leaderboard.yml"), "- {model: gpt-5, pass_rate_1: 52, pass_rate_2: 88}");
    await using server = await startLoopback({
      "/text.json": { json: { meta: { leaderboard: "text" }, models: [{ model: "gpt-5", score: 1400 }] } },
    });
    const manager = await createManager({
      store: memory(),
      sources: ["benchmarks", "litellm"],
      env: {
        LITELLM_MODEL_COST_MAP_URL: join(folder, "map.json"),
        MODELMALL_BENCHMARKS: `${join(folder, "polyglot_leaderboard.yml")}, ${server.url}/text.json`,
      },
    });
    const { sources } = await manager.discoverAll();
    expect(sources.map(({ source, status, found }) => [source, status, found])).toEqual([
      ["litellm", "ok", 1],
      ["benchmarks", "ok", 1],
    ]);
    expect(manager.list({ "pricing.input": 1.25 })[0]?.benchmarks).toMatchObject({
      "aider/polyglot": { score: 88 },
      "lmarena/text": { score: 1400 },
    });
    await manager.close();
  });
});
