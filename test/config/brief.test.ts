import { beforeAll, describe, expect, it } from "vitest";
import { expand } from "../../src/config/expand.ts";
import type { ConfigProblem } from "../../src/config/problem.ts";
import { readConfigText } from "../../src/config/read-config.ts";
import { translate } from "../../src/config/translate.ts";
import { upgrade } from "../../src/config/upgrade.ts";
import { validate } from "../../src/config/validate.ts";
import { type Catalogue, type Config, EMPTY_CATALOGUE } from "../../src/config.ts";
import { discover } from "../../src/discovery.ts";
import { catalogueOf } from "../../src/manager/catalogue.ts";
import { ModelRegistry } from "../../src/registry.ts";
import { catalog } from "../../src/sources/catalog.ts";
import { briefBlocks, withoutBrief } from "../support/brief-blocks.ts";

const env = { OPENAI_API_KEY: "openai-key", ANTHROPIC_API_KEY: "anthropic-key", ENV_VAR: "some-key" };

/** What a reader of the documents expects of each of their configs. */
const EXPECTED: readonly {
  name: string;
  targets: Record<string, string[]>;
  backends: Record<string, string>;
  codes: string[];
  holds?: (config: Config) => void;
}[] = [
  {
    name: "0.1",
    targets: { "gpt-4": ["openai/gpt-4"], "claude-3": ["anthropic/claude-3"], "llama-3": [] },
    backends: { openai: "openai", anthropic: "anthropic" },
    codes: ["old_model_list", "old_providers", "found_backend", "found_backend", "backend_not_found"],
    holds: ({ backends }) => expect(backends.get("openai")?.apiKeys[0]?.reveal()).toBe("openai-key"),
  },
  {
    name: "0.2",
    targets: {
      "gpt-4": ["openai/gpt-4"],
      "creative-writer": ["anthropic/claude-3-sonnet"],
      "fast-responder": ["ollama/llama3.2:3b"],
    },
    backends: { openai: "openai", anthropic: "anthropic", ollama: "ollama" },
    codes: ["pricing_unit_missing", "pricing_unit_missing"],
    holds({ models, backends }) {
      expect(models.get("gpt-4")).toMatchObject({
        description: "GPT-4 from OpenAI",
        capabilities: { chat: true, completion: true },
        parameters: { known: { temperature: 0.7, max_tokens: 4096 } },
      });
      expect(models.get("fast-responder")?.parameters.known).toEqual({ temperature: 0.3 });
      expect(backends.get("openai")?.baseUrl).toBe("https://api.openai.com/v1");
      const facts = (backend: string, id: string) => backends.get(backend)?.models.get(id)?.facts;
      expect(facts("openai", "gpt-4")).toEqual({ contextWindow: 8_192, pricing: { input: 30, output: 60 } });
      expect(facts("anthropic", "claude-3-sonnet")?.pricing).toEqual({ input: 15, output: 75 });
      expect(facts("ollama", "llama3.2:3b")).toEqual({ contextWindow: 4_096, pricing: { input: 0, output: 0 } });
    },
  },
  {
    name: "0.3",
    targets: { "gpt-4": ["openai/gpt-4"], claude: ["anthropic/claude-3-sonnet"] },
    backends: { openai: "openai", anthropic: "anthropic" },
    codes: [],
    holds: ({ backends }) => expect(backends.get("anthropic")?.isImplicit).toBe(true),
  },
  {
    name: "0.4",
    targets: { "premium-writer": ["anthropic/claude-3-opus"], "budget-chat": ["openai/gpt-3.5-turbo"] },
    backends: { anthropic: "anthropic", openai: "openai" },
    codes: ["unknown_capability"],
    holds({ models, backends }) {
      expect(models.get("premium-writer")).toMatchObject({
        aliases: ["writer", "author"],
        capabilities: { chat: true, completion: true, editing: true },
      });
      expect(backends.get("anthropic")?.rateLimits).toEqual({ requestsPerMinute: 50 });
    },
  },
  {
    name: "1.1",
    targets: { "gpt-4": ["openai/gpt-4"], "claude-3": ["anthropic/claude-3"] },
    backends: { openai: "openai", anthropic: "anthropic" },
    codes: ["old_model_list", "found_backend", "found_backend"],
  },
  { name: "1.2", targets: { "gpt-4": ["openai/gpt-4"] }, backends: { openai: "openai" }, codes: [] },
  {
    name: "2.1",
    targets: { "gpt-4": ["openai/gpt-4"], "claude-3": ["anthropic/claude-3"] },
    backends: { openai: "openai", anthropic: "anthropic" },
    codes: ["old_model_list", "found_backend", "found_backend"],
  },
  {
    name: "2.2",
    targets: { "gpt-4": ["openai/gpt-4"], "claude-3": ["anthropic/claude-3-sonnet-20240229"] },
    backends: { openai: "openai", anthropic: "anthropic" },
    codes: [],
  },
  {
    name: "2.3",
    targets: { "[model_name]": ["[provider]/[backend_model_name]"] },
    backends: { "[provider_name]": "custom", openai: "openai", anthropic: "anthropic" },
    codes: [...Array<string>(3).fill("placeholder"), "pricing_unit_missing", "placeholder", "placeholder"],
    holds(config) {
      expect(config.backends.get("[provider_name]")?.enabled).toBe(false);
      expect(config.fallbackProviders).toEqual(["openai", "anthropic"]);
      expect(config.modelDefaults.known).toEqual({ temperature: 0.7, max_tokens: 2048 });
    },
  },
];

describe.skipIf(withoutBrief !== undefined)("the configs of the user's documents", () => {
  let embedded: Catalogue;

  beforeAll(async () => {
    const registry = new ModelRegistry();
    await discover([catalog()], registry);
    embedded = catalogueOf(registry);
    expect(embedded.find("gpt-4")).toContain("openai/gpt-4");
  });

  it("are all looked at", () => {
    expect(briefBlocks.map(({ name }) => name)).toEqual(EXPECTED.map(({ name }) => name));
  });

  it.each(EXPECTED)("$name means what its reader expects, whatever is known of models", async (expected) => {
    const text = briefBlocks.find(({ name }) => name === expected.name)?.text ?? "";
    for (const catalogue of [EMPTY_CATALOGUE, embedded]) {
      const { config, problems } = await load(text, catalogue);
      const targets = [...config.models].map(([name, model]) => [name, model.targets.map(({ target }) => target)]);
      expect(Object.fromEntries(targets)).toEqual(expected.targets);
      const backends = [...config.backends].map(([name, { provider }]) => [name, provider.name]);
      expect(Object.fromEntries(backends)).toEqual(expected.backends);
      expect(problems.map(({ code }) => code)).toEqual(expected.codes);
      expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
      expected.holds?.(config);
    }
  });
});

async function load(text: string, catalogue: Catalogue): Promise<{ config: Config; problems: ConfigProblem[] }> {
  const upgraded = upgrade(await readConfigText(text, "modelmall.yaml"));
  const { raw } = await expand(upgraded, { env });
  const { value, problems: faults } = validate(raw);
  if (value === undefined) throw new Error(faults.map(({ message }) => message).join("\n"));
  const { config, problems } = translate(value, raw, { catalogue });
  return { config, problems: [...raw.problems, ...problems] };
}
