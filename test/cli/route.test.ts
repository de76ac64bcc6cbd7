import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { aCommandLine, SOME_MODELS } from "./support/command-line.ts";

const ENV = { NO_COLOR: "1", OPENAI_API_KEY: "sk-canary-0123456789abcdef" };
const CONFIG = `models:
  assistant:
    backend: [openai/gpt-4o, ollama/llama3.2:3b]
    aliases: [chat]
    parameters: { temperature: 0.9 }
    fallback: [mini]
  mini: openai/gpt-4o-mini
  "gpt-*": openai/gpt-*
  later: { backend: openai/gpt-4o, enabled: false }
  private: { backend: [openai/gpt-4o, ollama/llama3.2:3b], policy: { local_only: true } }
  safe: { backend: openai/gpt-4o, capabilities: { tools: false } }
backends:
  openai:
    api_key: \${OPENAI_API_KEY}
    parameters: { temperature: 0.5, seed: 1 }
  ollama: {}
`;

async function aRouter(text = CONFIG) {
  const line = await aCommandLine();
  await line.fill(SOME_MODELS);
  const file = join(line.folder, ".config", "modelmall", "config.yaml");
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, text);
  return {
    ...line,
    file,
    route: (args: readonly string[], options: { columns?: number; env?: Record<string, string> } = {}) =>
      line.modelmall(["route", ...args], { env: ENV, ...options }),
  };
}

describe("route list", () => {
  it("lists every name with its targets, price, context and what is worth knowing", async () => {
    const { route } = await aRouter();
    const { code, out, err } = await route(["list"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const lines = out.split("\n");
    expect(lines[0]).toMatch(/^name +targets +strategy +in \$\/M +out \$\/M +context +notes$/);
    expect(lines[1]).toMatch(
      /^assistant +openai\/gpt-4o ollama\/llama3\.2:3b +manual +2\.50 +10\.00 +128k +also chat$/,
    );
    expect(out).toMatch(/^mini +openai\/gpt-4o-mini +manual +0\.15 +0\.60 +128k$/m);
    expect(out).toMatch(/^gpt-\* +openai\/gpt-\* +manual +\? +\? +\?$/m);
    expect(out).toMatch(/^later +openai\/gpt-4o .* disabled$/m);
    expect(out).toMatch(/^private +ollama\/llama3\.2:3b +manual +0 +0 .* not called: openai\/gpt-4o \(not_local\)$/m);
  });

  it("fits 40 columns", async () => {
    const { route } = await aRouter();
    const { out } = await route(["list"], { columns: 40 });
    const lines = out.split("\n").slice(0, 7);
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(40);
    expect(lines[1]).toMatch(/^assistant {2}openai\/gpt-4o/);
  });

  it("says of a name that leads nowhere why, and lists the others", async () => {
    const { route } = await aRouter(
      "models:\n  old: { backend: openai/gpt-4o, policy: { local_only: true } }\n  new: openai/gpt-4o\n",
    );
    const { code, out, err } = await route(["list"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^old +openai\/gpt-4o .*not local|^old .*leads nowhere/m);
    expect(out).toMatch(/^new +openai\/gpt-4o +manual +2\.50/m);
    expect(err).toMatch(/^error: .*policy/);
  });

  it("gives it as JSON, prices and context as numbers", async () => {
    const { route } = await aRouter();
    const rows = JSON.parse((await route(["list", "--json"])).out);
    expect(rows[0]).toEqual({
      name: "assistant",
      aliases: ["chat"],
      strategy: "manual",
      enabled: true,
      targets: ["openai/gpt-4o", "ollama/llama3.2:3b"],
      dropped: [],
      contextWindow: 128_000,
      pricing: { input: 2.5, output: 10 },
    });
    expect(rows).toHaveLength(6);
  });
});

describe("route explain", () => {
  it("says each step with its line, then targets, and who set each parameter", async () => {
    const { route, file } = await aRouter();
    const { code, out } = await route(["explain", "chat", "--parameter", "top_p=0.5"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^1\. /);
    expect(out).toContain(`(${file}:4)`);
    expect(out).toMatch(/^openai\/gpt-4o +2\.50 +10\.00 +128k +1$/m);
    expect(out).toMatch(/^openai\/gpt-4o-mini +0\.15 +0\.60 +128k +1$/m);
    expect(out).toMatch(/^temperature +0\.9 +model \(.*:5\) +backend: 0\.5$/m);
    expect(out).toMatch(/^seed +1 +backend \(.*:15\)$/m);
    expect(out).toMatch(/^top_p +0\.5 +call$/m);
  });

  it("says in which order a strategy tries the targets, and what that rests on", async () => {
    const { route } = await aRouter();
    const args = ["explain", "assistant", "Why is the sky blue?", "--strategy", "cost", "--max-tokens", "100"];
    const { code, out } = await route(args);
    expect(code).toBe(0);
    const order = out.slice(out.indexOf("\norder, by the strategy cost\n"), out.indexOf("\nparameters"));
    expect(order).toMatch(/^1\. +ollama\/llama3\.2:3b +0 +1 /m);
    expect(order).toMatch(/^2\. +openai\/gpt-4o +0\.0010\d* +0 .*cost 0\.00\d+ USD = 0 x 1$/m);
    expect(order).toMatch(/^3\. +openai\/gpt-4o-mini .*after the others/m);
    const { decision } = JSON.parse((await route([...args, "--json"])).out);
    expect(decision).toMatchObject({ asked: "assistant", strategy: "cost" });
    expect(decision.inputTokens).toBeLessThan(30);
    const strange = await route(["explain", "assistant", "--strategy", "cheapest"]);
    expect([strange.code, strange.err]).toEqual([1, expect.stringContaining('no strategy is called "cheapest"')]);
  });

  it("says what a request drops, and why", async () => {
    const { route } = await aRouter();
    const { out } = await route(["explain", "assistant", "--input-tokens", "130000", "--with-tools"]);
    const dropped = out.slice(out.indexOf("not called"));
    expect(dropped).toMatch(/^openai\/gpt-4o +its context window of 128000 tokens/m);
    const { steps, route: found } = JSON.parse(
      (await route(["explain", "assistant", "--input-tokens", "130000", "--json"])).out,
    );
    expect(steps.some(({ kind }: { kind: string }) => kind === "dropped")).toBe(true);
    expect(found.targets.map(({ id }: { id: string }) => id)).toEqual(["ollama/llama3.2:3b"]);
    expect(found.targets[0].backend).toBe("ollama");
  });

  it("ends with 1 and the reason where a name leads nowhere, or the config refuses the request", async () => {
    const { route } = await aRouter();
    const unknown = await route(["explain", "asistant"]);
    expect(unknown.code).toBe(1);
    expect(unknown.out).toContain("did you mean assistant?");
    const refused = await route(["explain", "safe", "--with-tools"]);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain("switches off");
    expect((await route(["explain", "safe"])).code).toBe(0);
  });

  it("takes a draft that is not in use, and targets asked for directly", async () => {
    const { route, folder } = await aRouter();
    const draft = join(folder, "draft.yaml");
    await writeFile(draft, "models: { assistant: openai/gpt-4o-mini }\n");
    const { route: found } = JSON.parse((await route(["explain", "assistant", "--file", draft, "--json"])).out);
    expect(found.targets[0].id).toBe("openai/gpt-4o-mini");
    expect((await route(["explain", "openai/gpt-4o"])).out).toMatch(/^openai\/gpt-4o +2\.50/m);
  });

  it("never shows a key", async () => {
    const { route } = await aRouter();
    for (const args of [["list"], ["list", "--json"], ["explain", "assistant"], ["explain", "assistant", "--json"]]) {
      const { out, err } = await route(args);
      expect(out + err).not.toContain("canary");
    }
  });

  it("refuses what is no capability, no number and no parameter", async () => {
    const { route } = await aRouter();
    const wrong = await route(["explain", "assistant", "--needs", "telepathy,json_schema"]);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toMatch(/^error: --needs: no capability telepathy; there are chat, /);
    for (const [option, value] of [
      ["--input-tokens", "many"],
      ["--max-tokens", "-1"],
      ["--parameter", "temperature"],
    ]) {
      expect((await route(["explain", "assistant", option as string, value as string])).code).toBe(2);
    }
  });

  it("fits its tables into 40 columns", async () => {
    const { route } = await aRouter();
    const { out } = await route(["explain", "assistant"], { columns: 40 });
    const tables = out.slice(out.indexOf("\ntargets")).split("\n");
    for (const line of tables) expect([...line].length).toBeLessThanOrEqual(40);
  });
});
