import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONNECTORS } from "../../src/builtins/connectors.ts";
import { ConnectorError } from "../../src/errors.ts";
import { createManager } from "../../src/manager.ts";
import { memory } from "../../src/stores/memory.ts";
import type { JsonValue } from "../../src/util/json.ts";

const PROVIDERS = ["openai", "anthropic", "google", "ollama", "lm-studio", "deepseek"];
const NAMES = [
  ...["temperature", "max_tokens", "max_completion_tokens", "stop", "stop_sequences", "seed", "top_p", "top_k", "n"],
  ...["min_p", "num_ctx", "num_predict", "think", "thinking", "reasoning_effort", "verbosity", "user", "keep_alive"],
  ...["topP", "maxOutputTokens", "response_format", "logit_bias", "model", "messages", "api_key", "extra_headers"],
  ...["__proto__", "constructor", "toString", "options", "config", "settings"],
];

describe("a model's default parameters", () => {
  it("reach every client, each of them, or are refused by name", async () => {
    const manager = await createManager({ store: memory(), sources: [], env: {} });
    const parameters = fc
      .uniqueArray(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...NAMES) }, fc.string({ minLength: 1 })), {
        maxLength: 6,
      })
      .map((names) => Object.fromEntries(names.map((name, index): [string, JsonValue] => [name, `value-${index}-`])));
    fc.assert(
      fc.property(
        fc.constantFrom(...CONNECTORS.map(({ name }) => name)),
        fc.constantFrom(...PROVIDERS),
        parameters,
        (client, provider, asked) => {
          manager.registry.set(`${provider}/m`, {});
          try {
            const output = manager.connect(`${provider}/m`, client, { apiKey: "the-key", parameters: asked });
            const shown = JSON.stringify(output);
            for (const value of Object.values(asked)) expect(shown).toContain(value);
            expect(shown).toMatch(/[/"]m"/);
          } catch (error) {
            if (!(error instanceof ConnectorError)) throw error;
            expect(error.code).toMatch(/^(unreachable_by_client|unsupported_parameter)$/);
            if (error.code === "unsupported_parameter") {
              expect(Object.keys(asked).some((name) => error.message.includes(name))).toBe(true);
            }
          }
        },
      ),
      { numRuns: 1_000 },
    );
    expect(({} as Record<string, unknown>)["value-0-"]).toBeUndefined();
  });

  it.each(["openai", "anthropic", "langchain", "ai-sdk", "dspy", "litellm"])(
    "cannot take the place of the model itself in %s",
    async (client) => {
      const manager = await createManager({ store: memory(), sources: [], env: {} });
      manager.registry.set("anthropic/claude", { parameters: { model: "other" } });
      expect(() => manager.connect("anthropic/claude", client, { apiKey: "k" })).toThrow(
        "anthropic/claude: the client has no place for the parameter model",
      );
    },
  );

  it("are the client's own to change, nested ones too", async () => {
    const manager = await createManager({ store: memory(), sources: [], env: {} });
    manager.registry.set("openai/m", { parameters: { response_format: { type: "json_object" }, stop: ["a"] } });
    const { request } = manager.connect("openai/m", "openai", { apiKey: "sk-0123456789" });
    (request.stop as string[]).push("b");
    expect(manager.registry.require("openai/m").parameters.stop).toEqual(["a"]);
    expect(request.response_format).toEqual({ type: "json_object" });
  });
});
