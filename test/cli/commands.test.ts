import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../src/cli/run.ts";
import { ModelRegistry } from "../../src/registry.ts";
import { json } from "../../src/stores/json.ts";
import { closedPort } from "../support/closed-port.ts";
import { startLoopback } from "../support/loopback.ts";
import { aTerminal } from "../support/terminal.ts";

let folder: string;
let registry: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelmall cli "));
  registry = join(folder, "registry.json");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function modelmall(args: readonly string[], options: Parameters<typeof aTerminal>[0] = {}) {
  const terminal = aTerminal({ ...options, env: { HOME: folder, MODELMALL_REGISTRY: registry, ...options.env } });
  const code = await run(args, terminal);
  return { code, out: terminal.printed(), err: terminal.complained() };
}

async function fill() {
  const own = await ModelRegistry.open(json({ path: registry }));
  own.import(
    "catalog",
    [
      {
        id: "openai/gpt-4o",
        contextWindow: 128_000,
        pricing: { input: 2.5, output: 10 },
        capabilities: { tools: true, vision: true },
      },
      {
        id: "openai/gpt-4o-mini",
        contextWindow: 128_000,
        pricing: { input: 0.15, output: 0.6 },
        capabilities: { tools: true },
      },
      { id: "ollama/llama3.2:3b", isLocal: true, pricing: { input: 0, output: 0 } },
      { id: "mystery/model", description: "\u001b]0;evil\u0007 title" },
    ],
    { kind: "catalog" },
  );
  await own.close();
}

describe("models list", () => {
  beforeEach(fill);

  it("lists what a query holds for, sorted, and as JSON", async () => {
    const listed = await modelmall(["models", "list", "--where", '{"provider":"openai"}', "--sort", "pricing.input"]);
    expect(listed).toMatchObject({ code: 0, err: "" });
    expect(listed.out.split("\n").map((line) => line.split(/\s+/)[0])).toEqual([
      "model",
      "openai/gpt-4o-mini",
      "openai/gpt-4o",
      "",
    ]);
    const asJson = await modelmall(["models", "list", "--where", '{"capabilities":["vision"]}', "--json"]);
    expect(JSON.parse(asJson.out).map(({ id }: { id: string }) => id)).toEqual(["openai/gpt-4o"]);
  });

  it("fits a narrow terminal and says how many there are", async () => {
    const { out } = await modelmall(["models", "list", "--limit", "2"], { columns: 50, env: { NO_COLOR: "1" } });
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(50);
    expect(out).toContain("4 models, 2 shown; ? is unknown");
  });

  it.each([
    [
      ["models", "list", "--where", "{nope"],
      2,
      /^error: --where is no JSON \(.*\); an example: --where '\{"provider":"openai"\}'\n$/,
    ],
    [
      ["models", "list", "--where", '{"contextwindow":1}'],
      2,
      /^error: query at contextwindow: .*did you mean contextWindow\?\n$/,
    ],
    [["models", "list", "--where", '{"contextWindow":{"$gt":"x"}}'], 2, /^error: query at contextWindow/],
    [
      ["models", "list", "--limit", "0"],
      2,
      /^error: option '--limit <n>' argument '0' is invalid\. Expected a whole number from 1\.\n$/,
    ],
    [["models", "list", "--sort", "pricing.inptu"], 2, /did you mean pricing\.input\?\n$/],
    [["models", "lst"], 2, /^error: unknown command 'lst'/],
    [["model"], 2, /^error: unknown command 'model'.*did you mean models\?/i],
    [["models", "show", "openai/gpt4o"], 1, /^error: no such model: "openai\/gpt4o" \(did you mean openai\/gpt-4o/],
    [["models", "tag", "nope-nope"], 2, /^error: missing required argument 'tags'\n$/],
    [
      ["models", "alias", "openai/gpt-4o", "openai/gpt-4o-mini"],
      1,
      /^error: model openai\/gpt-4o: aliases: "openai\/gpt-4o-mini" is the id of a model; choose another\n$/,
    ],
    [["discover", "olama"], 1, /^error: discover: unknown source "olama"; did you mean ollama\?/],
    [["discover", "--timeout", "soon"], 2, /Expected seconds/],
    [["connect", "openai/gpt-4o"], 2, /^error: required option '--client <name>' not specified\n$/],
    [["connect", "openai/gpt-4o", "--client", "opnai"], 1, /^error: unknown client "opnai"; did you mean openai\?/],
    [
      ["connect", "mystery/model", "--client", "openai"],
      1,
      /^error: mystery\/model: "mystery" is no provider modelmall can reach/,
    ],
  ])("%j ends with %i and one line", async (args, code, message) => {
    const result = await modelmall(args);
    expect(result.code).toBe(code);
    expect(result.err).toMatch(message);
    expect(result.err.trim().split("\n")).toHaveLength(1);
    expect(result.out).toBe("");
  });
});

describe("models show and the annotations", () => {
  beforeEach(fill);

  it("tags, notes, names and groups, and finds it all in the next process", async () => {
    expect((await modelmall(["models", "tag", "openai/gpt-4o", "production", "fast"])).out).toBe(
      "openai/gpt-4o: production fast\n",
    );
    expect((await modelmall(["models", "untag", "openai/gpt-4o", "fast"])).out).toBe("openai/gpt-4o: production\n");
    expect((await modelmall(["models", "note", "openai/gpt-4o", "for long documents"])).out).toContain(
      "for long documents",
    );
    expect((await modelmall(["models", "alias", "openai/gpt-4o", "best"])).out).toBe("openai/gpt-4o: best\n");
    expect((await modelmall(["models", "group", "prod", "best", "openai/gpt-4o-mini"])).out).toContain(
      "openai/gpt-4o-mini",
    );
    expect((await modelmall(["models", "group", "prod", "best", "--remove"])).out).not.toContain("openai/gpt-4o ");
    const shown = JSON.parse((await modelmall(["models", "show", "best", "--json"])).out);
    expect(shown).toMatchObject({
      tags: ["production"],
      customMetadata: { note: "for long documents" },
      aliases: ["best"],
    });
    expect((await modelmall(["models", "note", "best", "--remove"])).out).toBe("openai/gpt-4o: no notes\n");
  });

  it("shows where facts come from", async () => {
    await modelmall(["models", "tag", "openai/gpt-4o", "mine"]);
    const { out } = await modelmall(["models", "show", "openai/gpt-4o", "--provenance"]);
    expect(out).toMatch(/pricing\.input +2\.5 +catalog +20\d\d-/);
    expect(out).toMatch(/tags +\["mine"\] +user/);
  });

  it("never prints a terminal escape from outside", async () => {
    const { out } = await modelmall(["models", "show", "mystery/model"]);
    expect(out).toContain("·]0;evil· title");
    expect(out).not.toContain("\u001b");
  });
});

describe("connect", () => {
  beforeEach(fill);

  it("prints the options with the variable in place of the key", async () => {
    const secret = "sk-canary-0123456789";
    const { code, out, err } = await modelmall(["connect", "openai/gpt-4o", "--client", "openai"], {
      env: { OPENAI_API_KEY: secret },
    });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      client: { baseURL: "https://api.openai.com/v1", apiKey: "$OPENAI_API_KEY" },
      request: { model: "gpt-4o" },
    });
    expect(out + err).not.toContain(secret);
    expect(err).toBe("");
  });

  it("says which key is missing, and needs none for a local model", async () => {
    expect((await modelmall(["connect", "openai/gpt-4o", "--client", "openai"])).err).toBe(
      "note: OPENAI_API_KEY is not set; OpenAI will refuse the call without it\n",
    );
    const local = await modelmall(["connect", "ollama/llama3.2:3b", "--client", "openai"]);
    expect(local.err).toBe("");
    expect(JSON.parse(local.out).client.apiKey).toBe("ollama");
  });

  it("shows no password that stands in an address", async () => {
    const env = { OPENAI_BASE_URL: "https://me:hunter2secret@proxy.example/v1" };
    const { out, err } = await modelmall(["connect", "openai/gpt-4o", "--client", "openai"], { env });
    expect(out + err).not.toContain("hunter2secret");
  });
});

describe("discover", () => {
  it("says what each source found, changed, and why one failed; the failed one decides the exit code only when named", async () => {
    await using server = await startLoopback({
      "/models": {
        json: { data: [{ id: "x-ai/grok-9", name: "Grok 9", context_length: 1_000, pricing: { prompt: "0.000001" } }] },
      },
    });
    const port = await closedPort();
    const env = { OPENROUTER_BASE_URL: server.url, OLLAMA_HOST: `127.0.0.1:${port}` };
    const both = await modelmall(["discover", "openrouter", "ollama"], { env });
    expect(both.code).toBe(1);
    expect(both.out).toMatch(/openrouter +1 +1 new/);
    expect(both.out).toContain(`not running at http://127.0.0.1:${port}`);
    expect((await modelmall(["discover", "openrouter", "--refresh", "--json"], { env })).code).toBe(0);
    const shown = await modelmall(["models", "show", "xai/grok-9", "--json"]);
    expect(JSON.parse(shown.out)).toMatchObject({
      provider: "xai",
      contextWindow: 1_000,
      pricing: { input: 1 },
      aliases: ["x-ai/grok-9"],
    });
  });

  it("prints JSON that holds everything", async () => {
    const env = { OLLAMA_HOST: `127.0.0.1:${await closedPort()}` };
    const { out } = await modelmall(["discover", "ollama", "--json"], { env });
    expect(JSON.parse(out).sources[0]).toMatchObject({
      source: "ollama",
      status: "failed",
      error: { code: "source_unreachable" },
    });
  });
});

describe("start", () => {
  it("discovers what it can, shows a first table and what to type next, offline too", async () => {
    const closed = `127.0.0.1:${await closedPort()}`;
    const env = { OPENROUTER_BASE_URL: `http://${closed}`, OLLAMA_HOST: closed };
    const { code, out, err } = await modelmall(["start", "--no-serve"], {
      columns: 100,
      env: { ...env, NO_COLOR: "1" },
    });
    expect(code).toBe(0);
    expect(out).toMatch(/catalog +[\d,]+ +[\d,]+ new/);
    expect(out).toContain("What to type next:");
    expect(out).toContain("npx modelmall models list --where");
    expect(err).not.toContain("error");
    expect(err).toContain("asking ");
  });
});

describe("the program", () => {
  it("prints where the registry is kept", async () => {
    expect((await modelmall(["path"])).out).toBe(`${registry}\n`);
    expect((await modelmall(["--registry", "/x/y.json", "path"])).out).toBe("/x/y.json\n");
  });

  it("prints its version and help", async () => {
    expect((await modelmall(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    const help = await modelmall(["models", "list", "--help"]);
    expect(help.code).toBe(0);
    expect(help.out).toContain("Examples:");
  });

  it("tells that a broken registry was kept aside, and goes on", async () => {
    await writeFile(registry, "{ half a file");
    const { code, err } = await modelmall(["models", "list"]);
    expect(code).toBe(0);
    expect(err).toContain("note: ");
    expect(err).toContain(".corrupt-");
  });

  it("says why nothing can be changed in a file of a newer version, and leaves it alone", async () => {
    const newer = JSON.stringify({ format: "modelmall-registry", version: 99, origins: {}, models: {} });
    await writeFile(registry, newer);
    const { code, err } = await modelmall(["models", "tag", "a/b", "x"]);
    expect(code).toBe(1);
    expect(err).toContain("newer");
    expect(await readFile(registry, "utf8")).toBe(newer);
  });
});
