import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { inProject } from "../../scripts/support/project.js";
import { run } from "../../src/cli/run.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { aTerminal } from "../support/terminal.ts";
import { aCommandLine, SOME_MODELS } from "./support/command-line.ts";

/** What runs on the machine of whoever tests is nobody's affair. */
const NOWHERE = { OLLAMA_HOST: "http://127.0.0.1:9", LM_STUDIO_BASE_URL: "http://127.0.0.1:9" };
const refuseAll = () => Promise.reject(new TypeError("no network here"));
const KEY = "key-of-the-command-line-test";

/** A command that serves until it is disposed of. */
async function serving(
  args: readonly string[],
  { folder, env = {} }: { folder?: string; env?: Record<string, string> } = {},
) {
  const home = folder ?? (await tempFolder());
  const stop = new AbortController();
  const own = { HOME: home, MODELMALL_REGISTRY: join(home, "registry.json"), ...NOWHERE, ...env };
  const terminal = { ...aTerminal({ env: own, fetch: refuseAll }), signal: stop.signal };
  const ended = run(["serve", "--port", "0", ...args], terminal);
  const url = await vi.waitFor(
    () => /at (http:\S+)/.exec(terminal.printed())?.[1] ?? Promise.reject(new Error(terminal.complained())),
    { timeout: 20_000 },
  );
  return {
    url,
    terminal,
    ask: async (path: string, json?: unknown, headers = {}) => {
      const sent = { headers: { "content-type": "application/json", ...headers } };
      const answer = await fetch(
        `${url}${path}`,
        json === undefined ? sent : { ...sent, method: "POST", body: JSON.stringify(json) },
      );
      return { status: answer.status, body: await answer.json() };
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      expect(await ended).toBe(0);
    },
  };
}

const listed = ({ body }: { readonly body: unknown }) => (body as { data: { id: string }[] }).data.map(({ id }) => id);
const hello = (model: string) => ({ model, messages: [{ role: "user", content: "hello" }] });

describe("modelmall serve", () => {
  it("serves mock/echo where there is nothing else, and says what to type first", async () => {
    await using gateway = await serving([]);
    expect(listed(await gateway.ask("/v1/models"))).toEqual(["mock/echo"]);
    expect(await gateway.ask("/v1/chat/completions", hello("mock/echo"))).toMatchObject({
      status: 200,
      body: { choices: [{ message: { content: "hello" } }] },
    });
    const printed = gateway.terminal.printed();
    expect(printed).toContain(`curl ${gateway.url}/v1/chat/completions -H`);
    expect(printed).toContain('"model":"mock/echo"');
  });

  it("lists what can be called: by a key in the environment, or on this machine", async () => {
    const { fill, folder } = await aCommandLine();
    await fill(SOME_MODELS);
    await using gateway = await serving([], { folder, env: { OPENAI_API_KEY: "sk-test-0123456789" } });
    expect(listed(await gateway.ask("/v1/models"))).toEqual([
      "openai/gpt-4o",
      "openai/gpt-4o-mini",
      "ollama/llama3.2:3b",
    ]);
    await using without = await serving([], { folder });
    expect(listed(await without.ask("/v1/models"))).toEqual(["ollama/llama3.2:3b"]);
  });

  it("serves the names of a config, and the new ones once it has changed", async () => {
    const folder = await tempFolder();
    const file = join(folder, "modelmall.yaml");
    await writeFile(file, "models:\n  fast: { backend: mock/echo }\n");
    await using gateway = await serving(["--config", file], { folder });
    expect(listed(await gateway.ask("/v1/models"))).toEqual(["fast"]);
    expect(await gateway.ask("/v1/messages", { ...hello("fast"), max_tokens: 5 })).toMatchObject({
      status: 200,
      body: { model: "fast" },
    });
    await writeFile(file, "models:\n  fast: { backend: mock/echo }\n  other: { backend: mock/thinker }\n");
    await vi.waitFor(async () => expect(listed(await gateway.ask("/v1/models"))).toEqual(["fast", "other"]), {
      timeout: 20_000,
    });
    expect(gateway.terminal.complained()).toContain("has changed and is in use");
  });

  it("lets the config's names alone be called where it is told to", async () => {
    const folder = await tempFolder();
    const file = join(folder, "modelmall.yaml");
    await writeFile(file, "models:\n  fast: { backend: mock/echo, aliases: [quick] }\n");
    await using open = await serving(["--config", file], { folder });
    expect((await open.ask("/v1/chat/completions", hello("mock/echo"))).status).toBe(200);
    await using gateway = await serving(["--config", file, "--only-routes", "--models", "all"], { folder });
    const statusOf = async (model: string) => (await gateway.ask("/v1/chat/completions", hello(model))).status;
    expect([await statusOf("fast"), await statusOf("quick"), await statusOf("mock/echo")]).toEqual([200, 200, 404]);
    expect(listed(await gateway.ask("/v1/models"))).toEqual(["fast"]);
    await writeFile(file, "models:\n  other: { backend: mock/echo }\n");
    await vi.waitFor(async () => expect(await statusOf("other")).toBe(200), { timeout: 20_000 });
    expect(await statusOf("fast")).toBe(404);
  });

  it("takes its keys from the environment, and shows none", async () => {
    await using gateway = await serving(["--key", "team=env:TEAM_KEY"], { env: { TEAM_KEY: KEY } });
    expect((await gateway.ask("/v1/models")).status).toBe(401);
    expect((await gateway.ask("/v1/models", undefined, { authorization: `Bearer ${KEY}` })).status).toBe(200);
    expect(gateway.terminal.printed()).toContain('-H "authorization: Bearer $TEAM_KEY"');
    expect(gateway.terminal.printed() + gateway.terminal.complained()).not.toContain(KEY);
  });

  it.each([
    [["--host", "0.0.0.0"], 1, /^error: serve: keys: 0\.0\.0\.0 can be reached from other machines.*\n$/],
    [["--key", "secret-without-a-name"], 2, /--key number 1: expected NAME=value/],
    [["--key", "team=env:NOT_SET"], 2, /the variable NOT_SET is not set/],
    [["--key", "a=1", "--key", "a=2"], 2, /given twice/],
    [["--only-routes"], 2, /--only-routes: there is no config whose names could be served/],
    [["--port", "99999"], 2, /expected a whole number from 0 to 65535/],
  ])("does not start when it is called wrongly: %j", async (args, code, said) => {
    const { modelmall } = await aCommandLine();
    const ended = await modelmall(["serve", "--port", "0", ...args], { env: NOWHERE, fetch: refuseAll });
    expect(ended).toMatchObject({ code, err: expect.stringMatching(said), out: "" });
    expect(ended.err).not.toContain("secret-without-a-name");
  });

  it("lets a stream end that runs when it is told to stop", async () => {
    const home = await tempFolder();
    const main = inProject("src", "cli", "main.ts");
    const env = { ...process.env, ...NOWHERE, HOME: home, MODELMALL_REGISTRY: join(home, "registry.json") };
    const child = spawn(process.execPath, ["--import", "tsx", main, "serve", "--port", "0", "--no-config"], { env });
    let printed = "";
    child.stdout.on("data", (data) => {
      printed += String(data);
    });
    const url = await vi.waitFor(() => /at (http:\S+)/.exec(printed)?.[1] ?? Promise.reject(new Error("not yet")), {
      timeout: 50_000,
    });
    const json = { model: "mock/slow", stream: true, messages: [{ role: "user", content: "one two three" }] };
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${url}/v1/chat/completions`, { method: "POST", headers, body: JSON.stringify(json) });
    child.kill("SIGTERM");
    expect(await answer.text()).toContain("[DONE]");
    expect(await once(child, "exit")).toEqual([0, null]);
  });
});
