import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { encode } from "../../scripts/catalog/encode.js";
import { knownFacts } from "../../scripts/catalog/known-facts.js";

const run = promisify(execFile);
const script = fileURLToPath(new URL("../../scripts/catalog.js", import.meta.url));

async function reasonToSkip(): Promise<string | undefined> {
  if (process.env.MODELMALL_CHECK_CATALOG !== "1") return "it downloads packages: set MODELMALL_CHECK_CATALOG=1";
  try {
    await run("npm", ["view", "@langchain/xai@1.4.15", "version", "--fetch-retries=0"], { timeout: 30_000 });
    return undefined;
  } catch {
    return "the npm registry cannot be reached";
  }
}

const skip = await reasonToSkip();
if (skip !== undefined) console.warn(`skipped: data/catalog.json is not made anew: ${skip}`);

describe("scripts/catalog.js", () => {
  it.skipIf(skip !== undefined)(
    "makes the committed data/catalog.json from the pinned packages",
    async () => {
      await expect(run(process.execPath, [script, "--check"])).resolves.toMatchObject({ stderr: "" });
    },
    180_000,
  );
});

describe("knownFacts", () => {
  const profile = {
    maxInputTokens: 8192,
    toolCalling: false,
    imageInputs: false,
    pdfInputs: true,
    structuredOutput: true,
  };

  it("does not believe a LangChain profile that claims PDF and JSON schema for what neither sees nor calls tools", () => {
    const [fact] = knownFacts({ form: "langchain", provider: "openai" }, { default: { "text-embedding-x": profile } });
    expect(fact).toMatchObject({ provider: "openai", id: "text-embedding-x", contextWindow: 8192 });
    expect(fact?.capabilities).toMatchObject({ chat: undefined, pdf: undefined, jsonSchema: undefined, tools: false });
  });

  it("takes `false` for structured output as unknown", () => {
    const chat = { ...profile, toolCalling: true, imageInputs: true, structuredOutput: false };
    const [fact] = knownFacts({ form: "langchain", provider: "google" }, { default: { gemini: chat } });
    expect(fact?.capabilities).toMatchObject({ chat: true, pdf: true, jsonSchema: undefined });
  });

  it("reads only providers of ours from a list of many, and no prices", () => {
    const model = { name: "M", reasoning: true, input: ["text"], contextWindow: 10, maxTokens: 0, cost: { input: 0 } };
    const facts = knownFacts(
      { form: "pi", provider: undefined },
      { MODELS: { "amazon-bedrock": { m: model }, "some-gateway": { m: model } } },
    );
    expect(facts).toEqual([
      {
        provider: "bedrock",
        id: "m",
        name: "M",
        contextWindow: 10,
        maxOutputTokens: undefined,
        capabilities: { chat: true, tools: true, reasoning: true, vision: false },
        modalities: {},
      },
    ]);
  });
});

describe("encode", () => {
  const packages = ["first", "second"].map((name) => ({
    name,
    version: "1.0.0",
    published: "2026-01-01",
    integrity: "sha512-x",
    lists: name === "second",
  }));
  const fact = { provider: "p", id: "m", modalities: { input: ["text", "image"] } };

  it("believes the first package, fills from the others, and says which told something", () => {
    const first = { ...fact, capabilities: { tools: true }, contextWindow: 100 };
    const second = { ...fact, name: "M", capabilities: { tools: false, vision: false }, contextWindow: 200 };
    const { models } = JSON.parse(encode(packages, [[first], [second]])) as { models: unknown[] };
    expect(models).toEqual([["p/m", "M", 100, 0, 0b110, 0b010, 0b11, 0, 0b11, 1]]);
  });

  it("writes the same text whatever the order of the models", () => {
    const facts = ["c", "a", "b"].map((id) => ({ ...fact, id, capabilities: {} }));
    expect(encode(packages, [facts, []])).toBe(encode(packages, [facts.toReversed(), []]));
  });
});
