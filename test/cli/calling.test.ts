import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { deadKey } from "../../src/backends/fake.ts";
import { startFakeServer } from "../../src/testing/fake-server.ts";
import { aCommandLine, SOME_MODELS } from "./support/command-line.ts";

const KEY = "sk-cli-0123456789abcdef";

describe("modelmall embed", () => {
  it("prints a line of JSON for each text: given, piped in, or from a file", async () => {
    const { modelmall, folder } = await aCommandLine();
    const { code, out, err } = await modelmall(["embed", "mock/echo", "one fox", "two dogs"]);
    const lines = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect([code, lines.map(({ index, embedding }) => [index, embedding.length])]).toEqual([
      0,
      [
        [0, 8],
        [1, 8],
      ],
    ]);
    expect(err).toMatch(/^mock\/echo · 4 tokens · \$0 · \d+ ms\n$/);
    await writeFile(join(folder, "lines.txt"), "one fox\n\ntwo dogs\n");
    expect((await modelmall(["embed", "mock/echo", "--file", join(folder, "lines.txt")])).out).toBe(out);
    expect((await modelmall(["embed", "mock/echo"], { stdin: Readable.from(["one fox\ntwo dogs\n"]) })).out).toBe(out);
  });

  it("makes vectors as long as asked for, and prints the whole reply as JSON", async () => {
    const { modelmall } = await aCommandLine();
    const { out } = await modelmall(["embed", "mock/echo", "x", "--dimensions", "3", "--json"]);
    expect(JSON.parse(out)).toMatchObject({ target: "mock/echo", usage: { totalInput: 1 } });
    expect(JSON.parse(out).embeddings[0]).toHaveLength(3);
  });

  it("says when there is no text, and when the backend makes no vectors", async () => {
    const { modelmall } = await aCommandLine();
    expect(await modelmall(["embed", "mock/echo"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("there is no text"),
    });
    const none = await modelmall(["embed", "anthropic/claude", "x"]);
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining("anthropic cannot do embeddings") });
  });
});

describe("modelmall tokens", () => {
  it("prints the count alone, and how sure it is beside it", async () => {
    const { modelmall, fill, folder } = await aCommandLine();
    await fill(SOME_MODELS);
    await writeFile(join(folder, "text.txt"), "The quick brown fox jumps over the lazy dog.");
    const { code, out, err } = await modelmall(["tokens", "openai/gpt-4o", join(folder, "text.txt")]);
    expect(code).toBe(0);
    expect(Number(out)).toBeGreaterThan(9);
    expect(err).toMatch(/tokens, of 128k the model takes; tokenizer: o200k_base.*, may be off by/);
    const piped = await modelmall(["tokens", "openai/gpt-4o", "-", "--json"], {
      stdin: Readable.from(["The quick brown fox jumps over the lazy dog."]),
    });
    expect(JSON.parse(piped.out)).toMatchObject({ target: "openai/gpt-4o", tokens: Number(out), window: 128_000 });
  });

  it("asks the provider where it counts itself", async () => {
    await using server = await startFakeServer();
    const { modelmall } = await aCommandLine();
    const env = { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: server.url };
    const { err } = await modelmall(["tokens", "anthropic/claude", "--text", "one two"], { env });
    expect(err).toContain("provider: Anthropic counts itself, exact");
  });

  it("says when there is no text", async () => {
    const { modelmall } = await aCommandLine();
    expect(await modelmall(["tokens", "mock/echo"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("name a file"),
    });
  });
});

describe("modelmall test", () => {
  it("tries key and address of every provider the environment speaks of, without a call", async () => {
    await using server = await startFakeServer();
    const { modelmall } = await aCommandLine();
    const env = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${server.url}/v1`, OLLAMA_HOST: server.url };
    const { code, out } = await modelmall(["test"], { env });
    expect(code).toBe(0);
    expect(out).toMatch(/^ollama +ok +none needed +1 model, \d+ ms$/m);
    expect(out).toMatch(/^openai +ok +OPENAI_API_KEY +1 model, \d+ ms$/m);
    expect(server.calls).toEqual([]);
  });

  it("makes one tiny call when it is told to", async () => {
    await using server = await startFakeServer({ text: "ok" });
    const { modelmall } = await aCommandLine();
    const env = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${server.url}/v1` };
    const { code, out } = await modelmall(["test", "openai/gpt-4o", "openai", "--call"], { env });
    expect(code).toBe(0);
    expect(out).toMatch(
      /^openai\/gpt-4o +ok +OPENAI_API_KEY +1 model, not gpt-4o, \d+ ms +answers in \d+ ms, \d+ tokens, cost unknown/m,
    );
    expect(out).toMatch(/^openai +ok .*name a model to call it$/m);
    expect(server.calls).toHaveLength(1);
    const { max_tokens, max_completion_tokens } = server.calls[0]?.request ?? {};
    expect(max_tokens ?? max_completion_tokens).toBe(16);
  });

  it("fails when one of them fails, and says of each what it is, without a key", async () => {
    await using server = await startFakeServer(deadKey());
    const { modelmall } = await aCommandLine();
    const env = {
      OPENAI_API_KEY: KEY,
      OPENAI_BASE_URL: "http://127.0.0.1:1/v1",
      MISTRAL_API_KEY: KEY,
      MISTRAL_BASE_URL: `${server.url}/v1`,
    };
    const { code, out } = await modelmall(
      ["test", "openai", "mistral/small", "anthropic", "nobody/x", "--call", "--json"],
      { env },
    );
    expect(code).toBe(1);
    const checks = JSON.parse(out) as { name: string; ok: boolean; reached: string; called?: string; key: string }[];
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ["openai", false],
      ["mistral/small", false],
      ["anthropic", false],
      ["nobody/x", false],
    ]);
    expect(checks[0]?.reached).toContain("connection refused");
    expect(checks[1]?.called).toContain("the provider does not accept the key");
    expect(checks[2]).toMatchObject({
      key: "ANTHROPIC_API_KEY is not set",
      reached: expect.stringContaining("set ANTHROPIC_API_KEY"),
    });
    expect(checks[3]?.reached).toContain('no model is called "nobody/x"');
    expect(out).not.toContain(KEY);
  });

  it("tries every target of a name of the config, each key of its backend by itself", async () => {
    await using server = await startFakeServer({ text: "ok" }, { models: ["gpt-4o"] });
    const { modelmall, folder } = await aCommandLine();
    const config = join(folder, "modelmall.yaml");
    const team = `{ provider: openai, base_url: "${server.url}/v1", api_key: [sk-first-0123456789, sk-second-0123456789] }`;
    const fast = "{ backend: [team/gpt-4o], fallback: [mock/echo] }";
    await writeFile(config, `models: { fast: ${fast} }\nbackends: { team: ${team} }\n`);
    const { code, out } = await modelmall(["test", "fast", "team", "--json", "--config", config]);
    expect(code).toBe(0);
    const checks = JSON.parse(out) as { name: string; key: string; ok: boolean }[];
    expect(checks.map(({ name, key }) => `${name}, ${key}`)).toEqual([
      "fast: team/gpt-4o, the config, key 1 of 2",
      "fast: team/gpt-4o, the config, key 2 of 2",
      "fast: mock/echo, none needed",
      "team, the config, key 1 of 2",
      "team, the config, key 2 of 2",
    ]);
    const sent = server.requests.map(({ headers }) => headers.authorization);
    expect(new Set(sent)).toEqual(new Set(["Bearer sk-first-0123456789", "Bearer sk-second-0123456789"]));
    expect(out).not.toContain("0123456789");
  });

  it("says when there is nothing to try", async () => {
    const { modelmall } = await aCommandLine();
    expect(await modelmall(["test"])).toMatchObject({ code: 2, err: expect.stringContaining("nothing to try") });
  });
});
