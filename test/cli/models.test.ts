import { describe, expect, it } from "vitest";
import { aCommandLine, SOME_MODELS } from "./support/command-line.ts";

async function aFilledOne() {
  const line = await aCommandLine();
  await line.fill(SOME_MODELS);
  return line;
}

describe("models search", () => {
  it("finds models by words, within what a query allows", async () => {
    const { modelmall } = await aFilledOne();
    const found = await modelmall(["models", "search", "gpt", "4o", "--json"]);
    expect(JSON.parse(found.out).map(({ id }: { id: string }) => id)).toEqual(["openai/gpt-4o", "openai/gpt-4o-mini"]);
    const args = [
      "models",
      "search",
      "gpt",
      "--where",
      '{"maxInputPrice":1}',
      "--limit",
      "5",
      "--sort",
      "pricing.input",
    ];
    const table = await modelmall(args);
    expect(table.out).toContain("openai/gpt-4o-mini");
    expect(table.out).not.toContain("openai/gpt-4o ");
  });

  it("says so when nothing is found", async () => {
    const { modelmall } = await aFilledOne();
    expect(await modelmall(["models", "search", "zebra"])).toEqual({
      code: 0,
      out: "",
      err: 'none of 3 models has "zebra"\n',
    });
    expect((await modelmall(["models", "search", "zebra", "--json"])).out).toBe("[]\n");
  });
});

describe("models compare", () => {
  it("puts models side by side and marks what differs and what is best", async () => {
    const { modelmall } = await aFilledOne();
    const { out } = await modelmall(["models", "compare", "openai/gpt-4o", "gpt-4o-mini"]);
    expect(out).toMatch(/^ +field +openai\/gpt-4o +openai\/gpt-4o-mini$/m);
    expect(out).toMatch(/^≠ +pricing\.input +2\.50 +0\.15 \*$/m);
    expect(out).toMatch(/^ +contextWindow +128k +128k$/m);
    expect(out).toMatch(/^≠ +capabilities\.vision +yes +\?$/m);
    const differences = await modelmall(["models", "compare", "openai/gpt-4o", "gpt-4o-mini", "--differences"]);
    expect(differences.out).not.toContain("contextWindow");
  });

  it("is readable at 40 columns, one value a line", async () => {
    const { modelmall } = await aFilledOne();
    const args = ["models", "compare", "openai/gpt-4o", "openai/gpt-4o-mini", "ollama/llama3.2:3b"];
    const { out } = await modelmall(args, { columns: 40, env: { NO_COLOR: "1" } });
    const lines = out.trimEnd().split("\n");
    for (const line of lines.slice(0, -1)) expect([...line].length).toBeLessThanOrEqual(40);
    const at = lines.indexOf("pricing.input ≠");
    expect(lines.slice(at + 1, at + 4)).toEqual([
      "  openai/gpt-4o       2.50",
      "  openai/gpt-4o-mini  0.15",
      "  ollama/llama3.2:3b  0 *",
    ]);
  });

  it("gives the whole table as JSON, unknown without a value", async () => {
    const { modelmall } = await aFilledOne();
    const { out } = await modelmall(["models", "compare", "openai/gpt-4o", "ollama/llama3.2:3b", "--json"]);
    const { models, fields } = JSON.parse(out);
    expect(models).toEqual(["openai/gpt-4o", "ollama/llama3.2:3b"]);
    expect(fields.find(({ path }: { path: string }) => path === "capabilities.tools")).toEqual({
      path: "capabilities.tools",
      values: [{ value: true }, {}],
      differs: true,
    });
  });
});

describe("models rm", () => {
  it("removes, and says which sources bring a model back", async () => {
    const line = await aFilledOne();
    await line.fill([{ id: "openai/gpt-4o", family: "gpt" }], { source: "openrouter" });
    await line.modelmall(["models", "alias", "openai/gpt-4o", "best"]);
    const removed = await line.modelmall(["models", "rm", "best", "openai/gpt-4o", "ollama/llama3.2:3b"]);
    expect(removed).toEqual({
      code: 0,
      err: "",
      out:
        "removed openai/gpt-4o; catalog, openrouter list it, so discovering there again brings it back (at once with --refresh)\n" +
        "removed ollama/llama3.2:3b; catalog lists it, so discovering there again brings it back (at once with --refresh)\n",
    });
    const left = JSON.parse((await line.modelmall(["models", "list", "--json"])).out);
    expect(left.map(({ id }: { id: string }) => id)).toEqual(["openai/gpt-4o-mini"]);
  });

  it("removes what only the user spoke of for good, and nothing when one name is unknown", async () => {
    const line = await aFilledOne();
    await line.fill([], { source: "empty" });
    const { ModelRegistry } = await import("../../src/registry.ts");
    const { json } = await import("../../src/stores/json.ts");
    const own = await ModelRegistry.open(json({ path: line.registry }));
    own.set("my/own", { tags: ["x"] });
    await own.close();
    expect((await line.modelmall(["models", "rm", "my/own", "nope"])).err).toMatch(/^error: no such model: "nope"/);
    expect((await line.modelmall(["models", "rm", "my/own", "--json"])).out).toBe(
      '[\n  {\n    "id": "my/own",\n    "listedBy": []\n  }\n]\n',
    );
  });
});

describe("what annotates", () => {
  it("prints the model as JSON where that is asked", async () => {
    const { modelmall } = await aFilledOne();
    const model = async (...args: string[]) => JSON.parse((await modelmall([...args, "--json"])).out);
    expect((await model("models", "tag", "openai/gpt-4o", "x")).tags).toEqual(["x"]);
    expect((await model("models", "untag", "openai/gpt-4o", "x")).tags).toEqual([]);
    expect((await model("models", "note", "openai/gpt-4o", "good")).customMetadata).toEqual({ note: "good" });
    expect((await model("models", "alias", "openai/gpt-4o", "best")).aliases).toEqual(["best"]);
    expect((await model("models", "group", "prod", "best")).map(({ id }: { id: string }) => id)).toEqual([
      "openai/gpt-4o",
    ]);
    expect((await model("path")).path).toMatch(/registry\.json$/);
    expect((await model("connect", "ollama/llama3.2:3b", "--client", "openai")).request).toEqual({
      model: "llama3.2:3b",
    });
  });
});

it.each([
  [["models", "compare", "openai/gpt-4o"], 1, "error: compare: expected at least two models, got 1\n"],
  [
    ["models", "compare", "openai/gpt-4o", "gpt-4o"],
    1,
    "error: compare: expected different models, got openai/gpt-4o, openai/gpt-4o\n",
  ],
  [["models", "compare"], 2, "error: missing required argument 'models'\n"],
  [["models", "search"], 2, "error: missing required argument 'words'\n"],
  [["models", "search", "x", "--where", "[]"], 2, /^error: query: expected an object/],
  [["models", "rm"], 2, "error: missing required argument 'models'\n"],
  [["models", "rm", "openai/gpt-4p"], 1, /^error: no such model: "openai\/gpt-4p" \(did you mean openai\/gpt-4o/],
])("%j ends with %i and one line", async (args, code, message) => {
  const { modelmall } = await aFilledOne();
  const result = await modelmall(args);
  expect(result).toMatchObject({ code, out: "" });
  if (typeof message === "string") expect(result.err).toBe(message);
  else expect(result.err).toMatch(message);
  expect(result.err.trim().split("\n")).toHaveLength(1);
});

it("stays readable at 40 columns: ids, and values beside their fields", async () => {
  const { modelmall, fill } = await aFilledOne();
  await fill([{ id: "x/long", connectorMetadata: { openrouter: { topProviderContextWindowInTokens: 4_096 } } }], {
    source: "openrouter",
  });
  const narrow = { columns: 40, env: { NO_COLOR: "1" } };
  const listed = (await modelmall(["models", "list"], narrow)).out;
  expect(listed).toMatch(/^openai\/gpt-4o-mini +128k +0\.15$/m);
  const shown = (await modelmall(["models", "show", "x/long"], narrow)).out;
  expect(shown).toMatch(/^connectorMetadata\.openrouter\.topProvide…\n {2}4096$/m);
  for (const line of `${listed}${shown}`.split("\n")) expect([...line].length).toBeLessThanOrEqual(40);
});
