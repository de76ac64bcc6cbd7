import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProgram } from "../../src/cli/program.ts";
import type { ModelInput } from "../../src/model.ts";
import { aTerminal } from "../support/terminal.ts";
import { aCommandLine } from "./support/command-line.ts";

const ESCAPES = "\u001b]0;owned\u0007\u001b[2J\u009b31m\r\u202ename\u0000";
const LONG = "long ".repeat(200_000);

const HOSTILE: readonly ModelInput[] = [
  {
    id: "evil/model",
    name: ESCAPES,
    description: `${ESCAPES}${LONG.slice(0, 19_000)}`,
    family: ESCAPES,
    tags: [ESCAPES, "__proto__", "constructor"],
    aliases: ["__proto__", "constructor", "toString"],
    capabilities: JSON.parse(`{"__proto__":true,"constructor":true,${JSON.stringify(ESCAPES)}:true}`),
    modalities: { input: [ESCAPES], output: ["__proto__"] },
    customMetadata: JSON.parse(`{"__proto__":{"polluted":true},"note":${JSON.stringify(ESCAPES + LONG)}}`),
    benchmarks: { [ESCAPES]: { score: 1, source: ESCAPES } },
    connectorMetadata: { openai: { id: ESCAPES } },
    lifecycle: { status: "deprecated", retiresAt: "2026-12-31" },
    pricing: { input: 1, other: { [ESCAPES]: 1 } },
  },
  { id: "__proto__", name: LONG.slice(0, 20_000), parameters: { long: LONG } },
  { id: "constructor", provider: ESCAPES, pricing: { input: 2 } },
  { id: "victim/x", family: "gone" },
];

/** Files that mean harm: a config that loads, one that does not, and one of another tool. */
const FILES: Readonly<Record<string, unknown>> = {
  "loads.yaml": {
    models: {
      evil: {
        backend: ["ollama/evil", "openai/gpt-4o"],
        description: `${ESCAPES}${LONG.slice(0, 15_000)}`,
        tags: [ESCAPES.slice(0, 200)],
        capabilities: { constructor: true, [ESCAPES]: true },
        parameters: { stop: [ESCAPES], extra: { [ESCAPES]: ESCAPES } },
      },
    },
    backends: {
      openai: { organization: ESCAPES },
      lab: { provider: "custom", base_url: "http://127.0.0.1:1", region: ESCAPES },
    },
    groups: { constructor: ["evil"] },
  },
  "broken.yaml": {
    models: {
      [ESCAPES]: ESCAPES,
      constructor: { [ESCAPES]: 1, backend: ESCAPES, strategy: ESCAPES, fallback: [ESCAPES] },
    },
    backends: { [ESCAPES]: { provider: ESCAPES, api_key: `\${NO_KEY}`, [ESCAPES]: 1 } },
    [ESCAPES]: 1,
  },
  "polluting.yaml": JSON.parse('{"models":{"__proto__":{"polluted":true}}}'),
  "litellm.yaml": {
    model_list: [
      { model_name: ESCAPES, litellm_params: { model: `openai/${ESCAPES}`, api_base: ESCAPES, [ESCAPES]: ESCAPES } },
    ],
    [ESCAPES]: { [ESCAPES]: 1 },
  },
};

/** Every command that prints, over a registry whose models mean harm. */
const COMMANDS: readonly (readonly string[])[] = [
  ["models", "list"],
  ["models", "search", "evil"],
  ["models", "search", ESCAPES],
  ["models", "show", "evil/model"],
  ["models", "show", "__proto__"],
  ["models", "show", "evil/model", "--provenance"],
  ["models", "compare", "evil/model", "constructor"],
  ["models", "tag", "evil/model", ESCAPES],
  ["models", "untag", "evil/model", "nothing"],
  ["models", "note", "evil/model"],
  ["models", "note", "evil/model", ESCAPES, "--key", ESCAPES],
  ["models", "alias", "evil/model"],
  ["models", "alias", "evil/model", ESCAPES],
  ["models", "group", ESCAPES, "evil/model"],
  ["models", "group", "__proto__", "evil/model"],
  ["models", "rm", "victim/x"],
  ["models", "rm", ESCAPES],
  ["mall"],
  ["mall", "byProvider"],
  ["mall", "byCapability"],
  ["mall", "byCapability", "__proto__"],
  ["mall", "byModality"],
  ["mall", "byTag"],
  ["mall", "byTag", ESCAPES],
  ["mall", "byTag", "nothing"],
  ["mall", "byFamily"],
  ["mall", "aliases"],
  ["mall", "deprecated"],
  ["mall", ESCAPES],
  ["connect", "evil/model", "--client", "openai", "--via", "openai"],
  ["connect", "evil/model", "--client", ESCAPES],
  ["chat", "evil/model", ESCAPES],
  ["chat", "evil/model", "x", "--via", ESCAPES],
  ["chat", ESCAPES, "x"],
  ["chat", `mock/${ESCAPES}`, "x"],
  ["embed", "evil/model", ESCAPES],
  ["tokens", "evil/model", "--text", ESCAPES],
  ["tokens", "evil/model", ESCAPES],
  ["test", "evil/model", "__proto__", `openai/${ESCAPES}`, ESCAPES, "--call"],
  ["health", ESCAPES],
  ["serve", "--host", ESCAPES],
  ["serve", "--key", ESCAPES],
  ["serve", "--key", `${ESCAPES}=env:${ESCAPES}`],
  ["changes"],
  ["sources"],
  ["connectors"],
  ["discover", ESCAPES],
  ["doctor"],
  ["--config", "broken.yaml", "doctor"],
  ["--config", "loads.yaml", "models", "show", "evil"],
  ["--config", "loads.yaml", "__complete", "--", "route", "explain", ""],
  ["route", "list", "--file", "loads.yaml"],
  ["route", "list", "--file", "broken.yaml"],
  ["route", "explain", "evil", "--file", "loads.yaml", "--with-vision"],
  ["route", "explain", ESCAPES, "--file", "loads.yaml", "--tag", ESCAPES, "--parameter", `${ESCAPES}=${ESCAPES}`],
  ["route", "explain", "__proto__", "--file", "loads.yaml", "--parameter", "__proto__=1"],
  ["route", "explain", "evil", "--file", "loads.yaml", "--needs", ESCAPES],
  ["config", "init", "--stdout"],
  ["config", "check", "loads.yaml"],
  ["config", "check", "broken.yaml"],
  ["config", "check", "polluting.yaml"],
  ["config", "check", ESCAPES],
  ["config", "show", "loads.yaml"],
  ["config", "show", "loads.yaml", "--json"],
  ["config", "diff", "loads.yaml", "broken.yaml"],
  ["config", "diff", "loads.yaml", "litellm.yaml"],
  ["config", "migrate", "litellm.yaml"],
  ["config", "migrate", "litellm.yaml", "--json"],
  ["config", "migrate", "loads.yaml"],
  ["config", "migrate", ESCAPES],
  ["config", "schema", "--output", ESCAPES],
  ["config", "path"],
  ["path"],
  ["completion", ESCAPES],
  ["__complete", "--", "models", "show", ""],
  ["__complete", "--", "mall", "byTag", ""],
  ["start", "--no-serve", ESCAPES],
  [ESCAPES],
  ["models", "list", "--where", ESCAPES],
  ["models", "list", "--where", '{"__proto__":{"$gt":1}}'],
  ["models", "list", "--sort", ESCAPES],
  ["models", "list", ESCAPES],
];

const NOWHERE = {
  OPENROUTER_BASE_URL: "nowhere://",
  MODELS_DEV_URL: "nowhere://",
  OLLAMA_HOST: "nowhere://",
  OPENAI_BASE_URL: "http://127.0.0.1:1/v1",
};

// Control characters but the line feed, and those that turn the direction of text.
const RAW = /(?!\n)[\p{Cc}\p{Bidi_Control}]/u;

let line: Awaited<ReturnType<typeof aCommandLine>>;

describe("models that mean harm", () => {
  beforeAll(async () => {
    line = await aCommandLine(await mkdtemp(join(tmpdir(), "modelmall-test-")));
    for (const [name, data] of Object.entries(FILES)) await writeFile(join(line.folder, name), JSON.stringify(data));
    await line.fill(HOSTILE.slice(0, 1));
    await line.fill(HOSTILE, { at: "2026-02-01T00:00:00Z" });
    await writeFile(
      `${line.registry}.changes.jsonl`,
      `${JSON.stringify({ at: `2026-01-01${ESCAPES}`, source: "x", kind: "added", id: "a" })}\n${JSON.stringify({ at: "2026-01-01", source: ESCAPES, kind: "renamed", id: `${ESCAPES}${LONG}`, to: ESCAPES })}\n`,
    );
  });

  afterAll(() => rm(line.folder, { recursive: true }));

  it.each(COMMANDS.map((args) => [args.map((arg) => JSON.stringify(arg.slice(0, 20))).join(" "), args] as const))(
    "neither crash %s, nor pollute, nor reach the terminal raw",
    async (_name, words) => {
      const args = words.map((word) => (Object.hasOwn(FILES, word) ? join(line.folder, word) : word));
      for (const columns of [undefined, 40]) {
        const env = { ...NOWHERE, NO_COLOR: "1", OPENAI_API_KEY: "sk-canary-0123456789" };
        const { code, out, err } = await line.modelmall(args, { env, ...(columns && { columns }) });
        expect([0, 1, 2]).toContain(code);
        expect(out + err).not.toContain("(unexpected;");
        expect(out).not.toMatch(RAW);
        // On a terminal, progress is drawn over by carriage return and escape.
        if (columns === undefined) expect(err).not.toMatch(RAW);
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      }
    },
  );

  it("come through --json as they are, escaped by JSON", async () => {
    const { out, err } = await line.modelmall(["models", "show", "evil/model", "--json"]);
    expect(err).toMatch(/^note: models left out .*"__proto__"\n$/);
    expect(out).not.toMatch(RAW);
    expect(JSON.parse(out).name).toBe(ESCAPES);
  });

  it("are tried with every command there is", async () => {
    const program = await createProgram(aTerminal());
    const paths = program.commands.flatMap((command) =>
      command.commands.length === 0
        ? [[command.name()]]
        : command.commands.map((below) => [command.name(), below.name()]),
    );
    const untried = paths.filter((path) => !COMMANDS.some((args) => path.every((word, at) => args[at] === word)));
    expect(untried).toEqual([]);
  });
});
