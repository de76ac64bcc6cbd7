import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { inProject } from "../../scripts/support/project.js";
import { providers } from "../../src/builtins/providers.ts";
import { plainJsonSchema } from "../../src/config/json-schema.ts";
import { checkConfig } from "../../src/config/load.ts";
import { formatProblem } from "../../src/config/problem.ts";
import { catalogueOf } from "../../src/manager/catalogue.ts";
import { createManager } from "../../src/manager.ts";
import { memory } from "../../src/stores/memory.ts";
import { isRecord, own } from "../../src/util/record.ts";

const BIG = "examples/model_config_example.yaml";
const FILES = [BIG, ...readdirSync(inProject("examples/config")).map((name) => `examples/config/${name}`)];
const PAGES = ["README.md", ...readdirSync(inProject("docs")).map((name) => `docs/${name}`)];
const BLOCKS = PAGES.filter((page) => page.endsWith(".md")).flatMap(blocksOf);

/** What comes with the package is known of models. */
const { registry } = await filledManager();
const catalogue = catalogueOf(registry);

async function filledManager() {
  const manager = await createManager({ store: memory() });
  await manager.discover("catalog");
  return manager;
}

describe("the examples", () => {
  it.each(FILES)("%s loads without a problem", async (file) => {
    const { problems } = await checkConfig(inProject(file), { env: everyVariable(textsOf(file)), catalogue });
    expect(problems.map(formatProblem)).toEqual([]);
  });

  it("are each used by a program of the same name, so that all of them run", () => {
    const programs = readdirSync(inProject("examples")).filter((name) => name.endsWith(".ts"));
    const read = programs.map((name) => readFileSync(inProject(`examples/${name}`), "utf8")).join("\n");
    for (const file of FILES.map((path) => path.replace("examples/", ""))) {
      if (file !== "config/shared-backends.yaml") expect(read).toContain(`"${file}"`);
    }
  });

  it("show every key of the format in the big one, with the files it includes", () => {
    const written = new Set(["examples/config/shared-backends.yaml", BIG].flatMap((file) => keysIn(readYaml(file))));
    const known = [...new Set(propertiesIn(plainJsonSchema()))];
    expect(known.length).toBeGreaterThan(80);
    expect(known.filter((key) => !written.has(key))).toEqual([]);
  });
});

describe("the guides", () => {
  it("show configs", () => {
    expect(BLOCKS.length).toBeGreaterThan(5);
  });

  it.each(BLOCKS)("$page, line $line: the config loads without errors", async ({ text, page }) => {
    // Nobody's secrets are mounted here.
    const source = { text: text.replace(/file:\/run\/\S+/g, "example-value"), file: page };
    const { config, problems } = await checkConfig(source, { env: everyVariable([text]), catalogue });
    expect(problems.filter(({ severity }) => severity === "error").map(formatProblem)).toEqual([]);
    expect(config).toBeDefined();
  });
});

/** The configs among the YAML of a page: what holds models or backends, is not of another tool and includes no files. */
function blocksOf(page: string): { page: string; line: number; text: string }[] {
  const whole = readFileSync(inProject(page), "utf8");
  return [...whole.matchAll(/^```yaml\n(.*?)^```$/gms)].flatMap(({ 1: text = "", index }) => {
    const data = parseAllDocuments(text)[0];
    const value: unknown = data !== undefined && "toJS" in data ? data.toJS() : undefined;
    const isConfig = own(value, "models") !== undefined || own(value, "backends") !== undefined;
    return isConfig && own(value, "include") === undefined
      ? [{ page, line: whole.slice(0, index).split("\n").length + 1, text }]
      : [];
  });
}

/** An environment in which everything is set that a text or a provider could ask for. */
function everyVariable(texts: readonly string[]): Record<string, string> {
  const named = texts.flatMap((text) => [...text.matchAll(/(?<!\$)\$\{(\w+)\}/g)].map(([, name = ""]) => name));
  const keys = [...providers.values()].flatMap(({ keyVariables }) => keyVariables);
  return Object.fromEntries([...named, ...keys].map((name) => [name, "example-value"]));
}

function textsOf(file: string): string[] {
  return [file, "examples/config/shared-backends.yaml"].map((one) => readFileSync(inProject(one), "utf8"));
}

function readYaml(file: string): unknown {
  return parse(readFileSync(inProject(file), "utf8"));
}

function keysIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysIn);
  return isRecord(value) ? Object.entries(value).flatMap(([key, item]) => [key, ...keysIn(item)]) : [];
}

/** The names of all properties that a JSON Schema knows anywhere. */
function propertiesIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(propertiesIn);
  if (!isRecord(schema)) return [];
  const own = isRecord(schema.properties) ? Object.keys(schema.properties) : [];
  return [...own, ...Object.values(schema).flatMap(propertiesIn)];
}
