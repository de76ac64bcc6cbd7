import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { startFakeServer } from "../../src/testing/fake-server.ts";
import { aCommandLine, SOME_MODELS } from "./support/command-line.ts";

const KEY = "sk-cli-0123456789abcdef";

describe("modelmall chat", () => {
  it("prints the answer, and tells who gave it, tokens, cost and time beside it", async () => {
    const { modelmall } = await aCommandLine();
    const { code, out, err } = await modelmall(["chat", "mock/echo", "hello there"]);
    expect([code, out]).toEqual([0, "hello there\n"]);
    expect(err).toMatch(/^mock\/echo · 2 tokens in, 2 out · \$0 · \d+ ms\n$/);
  });

  it("asks a model of the registry by its alias, at its price", async () => {
    await using server = await startFakeServer({ text: "hi", usage: { input: 1_000, output: 500 } });
    const { modelmall, fill } = await aCommandLine();
    await fill(SOME_MODELS.map((model) => (model.id === "openai/gpt-4o" ? { ...model, aliases: ["big"] } : model)));
    const env = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${server.url}/v1` };
    const { code, out, err } = await modelmall(["chat", "big", "x", "--system", "Be brief.", "--temperature", "0"], {
      env,
    });
    expect([code, out]).toEqual([0, "hi\n"]);
    expect(err).toContain("openai/gpt-4o · 1,000 tokens in, 500 out · $0.0075 · ");
    expect(server.calls[0]).toMatchObject({ model: "gpt-4o", stream: true, request: { temperature: 0 } });
    expect(server.calls[0]?.request.messages[0]).toMatchObject({ role: "system", content: "Be brief." });
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it("asks the primary target of a name the config exposes, with its key, address and parameters", async () => {
    await using server = await startFakeServer({ text: "once upon a time", usage: { input: 1_000, output: 500 } });
    const { modelmall, folder, fill } = await aCommandLine();
    await fill(SOME_MODELS);
    const config = join(folder, "modelmall.yaml");
    const backend = `{ provider: openai, api_key: "\${TEAM_KEY}", base_url: "${server.url}/v1", organization: org-1 }`;
    const writer =
      "{ backend: team/gpt-4o, parameters: { temperature: 0.9, max_tokens: 50, extra: { store: false } } }";
    await writeFile(config, `models:\n  writer: ${writer}\nbackends:\n  team: ${backend}\n`);
    const env = { TEAM_KEY: KEY };
    const { code, out, err } = await modelmall(
      ["chat", "writer", "A story!", "--max-tokens", "70", "--config", config],
      { env },
    );
    expect([code, out]).toEqual([0, "once upon a time\n"]);
    expect(err).toContain("team/gpt-4o · 1,000 tokens in, 500 out · $0.0075 · ");
    expect(server.calls[0]).toMatchObject({
      model: "gpt-4o",
      request: { temperature: 0.9, max_tokens: 70, extra: { store: false } },
    });
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      "openai-organization": "org-1",
    });
  });

  it("puts what is piped in before the prompt", async () => {
    const { modelmall } = await aCommandLine();
    const piped = await modelmall(["chat", "mock/echo", "What is this?"], {
      stdin: Readable.from(["some ", "text\n"]),
    });
    expect(piped.out).toBe("some text\n\n\nWhat is this?\n");
    expect((await modelmall(["chat", "mock/echo"], { stdin: Readable.from(["only this"]) })).out).toBe("only this\n");
  });

  it("sends images and files with the prompt", async () => {
    await using server = await startFakeServer({ text: "a picture" });
    const { modelmall, folder } = await aCommandLine();
    await writeFile(join(folder, "dot.png"), Buffer.from("89504e47", "hex"));
    await writeFile(join(folder, "notes.txt"), "remember the milk");
    const env = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${server.url}/v1` };
    const files = [
      "--image",
      join(folder, "dot.png"),
      "--image",
      "https://example.com/a.jpg",
      "--file",
      join(folder, "notes.txt"),
    ];
    const { code } = await modelmall(["chat", "openai/gpt-4o", "What is it?", ...files], { env });
    expect(code).toBe(0);
    expect(server.calls[0]?.request.messages[0]?.content).toMatchObject([
      { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw==" } },
      { type: "image_url", image_url: { url: "https://example.com/a.jpg" } },
      { type: "text", text: "notes.txt:\n\nremember the milk" },
      { type: "text", text: "What is it?" },
    ]);
  });

  it("asks for an answer that follows a schema, and prints the whole reply as JSON", async () => {
    await using server = await startFakeServer({ json: { name: "fox" }, usage: { input: 3, output: 4 } });
    const { modelmall, folder } = await aCommandLine();
    const schema = { title: "An animal", type: "object", properties: { name: { type: "string" } } };
    await writeFile(join(folder, "animal.json"), JSON.stringify(schema));
    const env = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${server.url}/v1` };
    const { out, err } = await modelmall(
      [
        "chat",
        "openai/gpt-4o",
        "An animal?",
        "--schema",
        join(folder, "animal.json"),
        "--json",
        "--max-tokens",
        "9",
        "--reasoning",
        "low",
      ],
      { env },
    );
    const reply = JSON.parse(out);
    expect(JSON.parse(reply.content)).toEqual({ name: "fox" });
    expect(reply).toMatchObject({ target: "openai/gpt-4o", usage: { totalInput: 3 }, finishReason: "stop" });
    expect(err).toBe("");
    expect(server.calls[0]?.request).toMatchObject({
      response_format: { type: "json_schema", json_schema: { name: "An_animal", schema } },
      reasoning_effort: "low",
    });
  });

  it.each([
    ["dead-key", "the provider does not accept the key"],
    ["nobody", "the provider has no such model"],
  ])("tells in one line what went wrong: %s", async (model, message) => {
    const { modelmall } = await aCommandLine();
    const { code, out, err } = await modelmall(["chat", `mock/${model}`, "x"]);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/^error: [^\n]*\n$/);
    expect(err).toContain(`mock/${model}: ${message}`);
  });

  it("fails when the answer is cut, after what had come", async () => {
    const { modelmall } = await aCommandLine();
    const { code, out, err } = await modelmall(["chat", "mock/cut", "one two three"]);
    expect([code, out]).toEqual([1, "one \n"]);
    expect(err).toContain("error: mock/cut: the stream ended before its end marker");
  });

  it("names the variable of a key that is not set, and the models there are for a name it does not know", async () => {
    const { modelmall, fill } = await aCommandLine();
    await fill(SOME_MODELS);
    expect((await modelmall(["chat", "anthropic/claude", "x"])).err).toContain("set ANTHROPIC_API_KEY");
    const unknown = await modelmall(["chat", "gpt-4p", "x"]);
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining("did you mean openai/gpt-4o")]);
  });

  it.each([
    [["chat", "mock/echo"], "nothing was asked"],
    [["chat", "mock/echo", "x", "--temperature", "warm"], "expected a number"],
    [["chat", "mock/echo", "x", "--max-tokens", "0"], "expected a whole number above 0"],
    [["chat", "mock/echo", "x", "--image", "a.bmp"], "expected a .png"],
    [["chat", "mock/echo", "x", "--image", "/nowhere/a.png"], "there is no file /nowhere/a.png"],
    [["chat", "mock/echo", "x", "--schema", "/nowhere/a.json"], "there is no file"],
    [["chat", "mock/echo", "x", "--reasoning", "hard"], "Allowed choices are none, minimal"],
  ])("is called wrongly: %j", async (args, message) => {
    const { modelmall } = await aCommandLine();
    const { code, err } = await modelmall(args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  it("lets no answer steer the terminal, and leaves it as it is in a pipe", async () => {
    const { modelmall } = await aCommandLine();
    const evil = "a\u001b[2Jb\u202ec\nd";
    expect((await modelmall(["chat", "mock/echo", evil], { columns: 80 })).out).toBe("a·[2Jb·c\nd\n");
    expect((await modelmall(["chat", "mock/echo", evil])).out).toBe(`${evil}\n`);
  });

  it("shows thinking on a terminal, apart from the answer", async () => {
    const { modelmall } = await aCommandLine();
    const { out, err } = await modelmall(["chat", "mock/thinker", "x"], { columns: 80, env: { NO_COLOR: "1" } });
    expect(out).toBe("x\n");
    expect(err).toContain("The user said something. I say it again.\n\n");
    expect(err).toContain("(8 thought)");
  });
});

describe("modelmall chat along a route", () => {
  /** A command line with a config. */
  async function aRoute(text: string) {
    const line = await aCommandLine();
    await line.fill(SOME_MODELS);
    const config = join(line.folder, "modelmall.yaml");
    await writeFile(config, text);
    return {
      ...line,
      chat: (args: readonly string[], options: Parameters<typeof line.modelmall>[1] = {}) =>
        line.modelmall(["chat", ...args, "--config", config], options),
    };
  }

  it("goes on to the next target, and tells the attempts that failed", async () => {
    const { chat } = await aRoute("models: { fast: { backend: [mock/nobody, mock/broken, mock/echo] } }\n");
    const { code, out, err } = await chat(["fast", "hello"]);
    expect([code, out]).toEqual([0, "hello\n"]);
    expect(err).toMatch(/^mock\/echo · .* · 3 attempts: mock\/nobody model_not_found, mock\/broken server_error\n$/);
  });

  it("tells of each target what went wrong where none answers", async () => {
    const { chat } = await aRoute("models: { fast: { backend: [mock/nobody, mock/broken], retry: 2 } }\n");
    const { code, out, err } = await chat(["fast", "hello"]);
    expect([code, out]).toEqual([1, ""]);
    const [first, ...others] = err.trimEnd().split("\n");
    expect(first).toMatch(/^error: "fast": /);
    expect(others).toEqual([
      expect.stringMatching(/^ {2}mock\/nobody: the provider has no such model/),
      expect.stringMatching(/^ {2}mock\/broken: the provider failed/),
    ]);
  });

  it("goes through the backend that is named, with the route's parameters", async () => {
    await using server = await startFakeServer({ text: "hi" });
    const lab = `{ provider: custom, base_url: "${server.url}/v1" }`;
    const fast = "{ backend: [mock/echo, lab/small], parameters: { temperature: 0.9 } }";
    const { chat } = await aRoute(`models: { fast: ${fast} }\nbackends: { lab: ${lab} }\n`);
    const { out, err } = await chat(["fast", "hello", "--via", "lab"]);
    expect(out).toBe("hi\n");
    expect(err).toContain("lab/small · ");
    expect(server.calls[0]).toMatchObject({ model: "small", request: { temperature: 0.9 } });
    const nowhere = await chat(["fast", "hello", "--via", "openai"]);
    expect([nowhere.code, nowhere.err]).toEqual([1, 'error: fast is not at "openai", only at mock, lab\n']);
  });

  it("says whom it would go to, and calls nobody", async () => {
    await using server = await startFakeServer({ text: "hi" });
    const env = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${server.url}/v1` };
    const models = "models: { fast: { backend: [openai/gpt-4o, openai/gpt-4o-mini], fallback: [mock/echo] } }\n";
    const { chat } = await aRoute(models);
    const asked = ["fast", "Why is the sky blue?", "--max-tokens", "100", "--explain"];
    const plain = await chat(asked, { env });
    expect(plain.out).toMatch(/^fast; in the order of the strategy manual/);
    expect(plain.out).toMatch(/^1\. +openai\/gpt-4o +0\.001\d* *$/m);
    expect(plain.out).toMatch(/^3\. +mock\/echo +0 +after the others/m);
    const cheap = await chat([...asked, "--strategy", "cost", "--json"], { env });
    expect(JSON.parse(cheap.out)).toMatchObject({
      strategy: "cost",
      targets: [{ target: "openai/gpt-4o-mini" }, { target: "openai/gpt-4o" }, { target: "mock/echo", use: "any" }],
    });
    const narrow = await chat([...asked, "--strategy", "cost"], { env, columns: 40 });
    for (const line of narrow.out.split("\n").slice(2)) expect([...line].length).toBeLessThanOrEqual(40);
    expect(server.requests).toEqual([]);
  });

  it("asks no target that is expected to cost more than is allowed", async () => {
    const { chat } = await aRoute("models: { fast: { backend: [openai/gpt-4o, mock/echo] } }\n");
    const { out, err } = await chat(["fast", "hello", "--max-cost", "0.0000001"], { env: { OPENAI_API_KEY: KEY } });
    expect(out).toBe("hello\n");
    expect(err).toMatch(/^mock\/echo · [^\n]*\n$/);
    expect(await chat(["fast", "hello", "--max-cost", "-1"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("expected an amount of USD from 0"),
    });
  });
});

describe("a conversation", () => {
  /** Types lines, each when the answer to the one before has come. */
  async function converse(lines: readonly string[], args: readonly string[] = ["chat", "mock/echo"], env = {}) {
    const { modelmall } = await aCommandLine();
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    for (const line of lines) stdin.write(`${line}\n`);
    stdin.end();
    return await modelmall(args, { stdin, env });
  }

  it("remembers what was said, forgets it when told, and ends with the input", async () => {
    await using server = await startFakeServer([{ text: "one" }, { text: "two" }, { text: "three" }]);
    const env = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${server.url}/v1` };
    const lines = ["first", "second", "/clear", "/system Be brief.", "third"];
    const { code, out } = await converse(lines, ["chat", "openai/gpt-4o"], env);
    expect([code, out]).toEqual([0, "one\ntwo\nthree\n"]);
    const asked = server.calls.map(({ request }) => request.messages.map(({ role, content }) => `${role}: ${content}`));
    expect(asked).toEqual([
      ["user: first"],
      ["user: first", "assistant: one", "user: second"],
      ["system: Be brief.", "user: third"],
    ]);
  });

  it("goes on after a question that failed, and forgets that", async () => {
    await using server = await startFakeServer([{ failure: { status: 400 } }, { text: "better" }]);
    const env = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${server.url}/v1` };
    const { code, out, err } = await converse(
      ["first", "again", "/quit", "never asked"],
      ["chat", "openai/gpt-4o"],
      env,
    );
    expect([code, out]).toEqual([0, "better\n"]);
    expect(err).toContain("error: openai/gpt-4o: ");
    expect(server.calls.map(({ request }) => request.messages.length)).toEqual([1, 1]);
  });

  it("says what there is to a command it does not know", async () => {
    const { code, out, err } = await converse(["/nonsense", "/help"]);
    expect([code, out]).toEqual([0, ""]);
    expect(err).toContain("there is no /nonsense: /clear begins anew");
  });
});
