import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { closedPort } from "../support/closed-port.ts";
import { startLoopback } from "../support/loopback.ts";
import { aCommandLine } from "./support/command-line.ts";

const KEY = "sk-canary-0123456789abcdef";

/** A command line that writes a starter into a folder of its own; without options nothing is found on the machine. */
async function aMachine(env: Record<string, string> = {}) {
  const line = await aCommandLine();
  const all = { OLLAMA_HOST: `127.0.0.1:${await closedPort()}`, ...env };
  const file = join(line.folder, "modelmall.yaml");
  return {
    ...line,
    file,
    init: (...args: string[]) => line.modelmall(["config", "init", file, ...args], { env: all }),
    check: (...args: string[]) => line.modelmall(["config", "check", file, ...args], { env: all }),
    written: async () => parse(await readFile(file, "utf8")),
  };
}

const OLLAMA = {
  "/api/tags": { json: { models: [{ name: "nomic-embed-text:latest" }, { name: "qwen3:8b" }] } },
  "/api/show": {
    json: {
      capabilities: ["completion", "tools"],
      model_info: { "general.architecture": "x", "x.context_length": 40_960 },
    },
  },
};

describe("config init", () => {
  it("writes a file that checks without errors where there is neither a key nor a server", async () => {
    const { init, check, written } = await aMachine();
    const { code, out } = await init();
    expect(code).toBe(0);
    expect(out).toMatch(/^wrote .*modelmall\.yaml\nnext: modelmall config check .*modelmall\.yaml\n$/);
    const { models } = await written();
    expect(models.fast).toMatchObject({ backend: expect.stringMatching(/^openai\//), enabled: false });
    expect(models.local).toMatchObject({ backend: "ollama/llama3.2:3b" });
    const checked = await check("--json");
    expect({ code: checked.code, counts: JSON.parse(checked.out).counts }).toEqual({
      code: 0,
      counts: { error: 0, warning: 1, note: 0 },
    });
    expect(checked.out).toContain("OPENAI_API_KEY is not set");
  });

  it("takes the providers there are keys for, and never writes a key", async () => {
    const { init, check, file, written } = await aMachine({ ANTHROPIC_API_KEY: KEY, GROQ_API_KEY: KEY });
    await init();
    const { models, backends } = await written();
    expect(Object.keys(backends)).toEqual(["anthropic", "groq"]);
    expect(backends.groq).toEqual({ provider: "groq", api_key: `\${GROQ_API_KEY}` });
    expect(models.fast.backend.map((target: string) => target.split("/")[0])).toEqual(["groq", "anthropic"]);
    expect(models.smart.backend[0]).toMatch(/^anthropic\/claude-/);
    expect(models.local).toBeUndefined();
    expect(await readFile(file, "utf8")).not.toContain("canary");
    expect((await check("--strict")).code).toBe(0);
  });

  it("takes a model that a running Ollama can chat with", async () => {
    await using server = await startLoopback(OLLAMA);
    const { init, check, written } = await aMachine({ OLLAMA_HOST: server.url, OPENAI_API_KEY: KEY });
    await init();
    const { models, backends } = await written();
    expect(models.local.backend).toMatch(/^ollama\//);
    expect(Object.keys(backends)).toEqual(["openai", "ollama"]);
    expect((await check("--strict")).code).toBe(0);
  });

  it("prefers what the registry knows: a retired model is not taken", async () => {
    const { init, fill, written } = await aMachine({ DEEPSEEK_API_KEY: KEY });
    await init();
    const [cheapest] = [(await written()).models.fast.backend].flat();
    await fill([
      {
        id: cheapest,
        pricing: { input: 0.01, output: 0.01 },
        capabilities: { tools: true },
        contextWindow: 99_000,
        lifecycle: { status: "retired" },
        connectorMetadata: { deepseek: { id: cheapest.split("/")[1] } },
      },
    ]);
    await init("--force");
    expect([(await written()).models.fast.backend].flat()).not.toContain(cheapest);
  });

  it.each([
    ["models of which no price is known", { HF_TOKEN: KEY }, "huggingface"],
    [
      "models that go by names of one's own",
      { AZURE_OPENAI_API_KEY: KEY, AZURE_OPENAI_ENDPOINT: "https://x.example" },
      "azure",
    ],
    ["a region", { AWS_BEARER_TOKEN_BEDROCK: KEY, AWS_REGION: "eu-west-1" }, "bedrock"],
  ])("writes a backend alone for a provider with %s", async (_what, env, name) => {
    const { init, check, written } = await aMachine(env);
    await init();
    expect(Object.keys((await written()).backends)).toEqual([name]);
    expect((await check()).code).toBe(0);
  });

  it("writes to the file of --config, where that is how it is named, and makes its folder", async () => {
    const { modelmall, folder } = await aMachine();
    const file = join(folder, "new", "other.yaml");
    const env = { OLLAMA_HOST: `127.0.0.1:${await closedPort()}` };
    expect((await modelmall(["--config", file, "config", "init"], { env })).out).toContain(`wrote ${file}`);
  });

  it("writes to standard output instead, and overwrites only when told", async () => {
    const { init, file } = await aMachine();
    await writeFile(file, "mine");
    expect((await init("--stdout")).out).toMatch(/^# yaml-language-server: \$schema=https:\/\/unpkg\.com\/modelmall@/);
    const { code, err } = await init();
    expect(code).toBe(1);
    expect(err).toBe(
      `error: ${file} is there already; name another file, or --force to overwrite it; --stdout only shows the starter\n`,
    );
    expect(await readFile(file, "utf8")).toBe("mine");
    expect((await init("--force")).code).toBe(0);
    expect(await readFile(file, "utf8")).toContain("models:");
  });
});
