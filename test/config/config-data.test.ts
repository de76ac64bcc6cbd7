import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { inProject } from "../../scripts/support/project.js";
import { configData } from "../../src/config/config-data.ts";
import { diffConfigs } from "../../src/config/diff.ts";
import { loadConfig, parseConfig } from "../../src/config/load.ts";

const KEY = "sk-canary-0123456789abcdef";

describe("a config as data", () => {
  it("is the config again when it is read, but for the secrets", async () => {
    const path = inProject("examples/model_config_example.yaml");
    const texts = [path, inProject("examples/config/shared-backends.yaml")].map((file) => readFileSync(file, "utf8"));
    const names = texts.flatMap((text) => [...text.matchAll(/(?<!\$)\$\{(\w+)\}/g)].map(([, name = ""]) => name));
    const config = await loadConfig(path, { env: Object.fromEntries(names.map((name) => [name, KEY])) });
    const again = await parseConfig(stringify(configData(config)), { env: {} });
    const { changes } = diffConfigs(config, again);
    expect(changes.filter(({ text }) => !/key|header/.test(text))).toEqual([]);
    expect([...again.models.values()].map(({ path: _path, ...model }) => withoutPaths(model))).toEqual(
      [...config.models.values()].map(({ path: _path, ...model }) => withoutPaths(model)),
    );
  });

  it("hides keys and headers, says how many there are, and says nothing of what is not set", async () => {
    const text = `
models: { a: lab/b }
backends:
  lab: { provider: custom, dialect: anthropic, base_url: "http://127.0.0.1:1", api_key: [${KEY}, ${KEY}2], headers: { x-key: ${KEY} } }
`;
    const data = configData(await parseConfig(text));
    expect(inspect(data, { depth: null }) + JSON.stringify(data)).not.toContain("canary");
    expect(data).toEqual({
      version: 1,
      models: { a: { backend: "lab/b" } },
      backends: {
        lab: {
          provider: "custom",
          dialect: "anthropic",
          base_url: "http://127.0.0.1:1",
          api_key: ["[redacted]", "[redacted]"],
          headers: { "x-key": "[redacted]" },
        },
      },
    });
  });

  it("spells capabilities as the file does, and leaves labels of one's own as they are", async () => {
    const config = await parseConfig(
      "models: { a: { backend: ollama/b, capabilities: { json_schema: true, houseStyle2B: false } } }",
    );
    expect(configData(config)).toMatchObject({
      models: { a: { capabilities: { json_schema: true, houseStyle2B: false } } },
    });
  });

  it("shows prices in one unit, and old forms in the new one", async () => {
    const text = `
models: [gpt-4]
providers:
  openai: { models: { gpt-4: { pricing: { unit: per_1k_tokens, input: 0.03, output: 0.06 } } } }
`;
    expect(configData(await parseConfig(text))).toMatchObject({
      models: { "gpt-4": { backend: "openai/gpt-4" } },
      backends: { openai: { models: { "gpt-4": { pricing: { unit: "per_1m_tokens", input: 30, output: 60 } } } } },
    });
  });
});

/** Where parts stand differs: included files are merged. */
function withoutPaths(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, item: unknown) => (key === "path" ? undefined : item)));
}
