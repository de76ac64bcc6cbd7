import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explain } from "../../src/config/explain.ts";
import { resolve } from "../../src/config/resolve.ts";
import { RouteError } from "../../src/config/route-error.ts";
import type { Explanation } from "../../src/route.ts";
import { catalogueWith, configOf } from "./support/config-of.ts";

const TEXT = `
models:
  creative-writer:
    backend:
      - { target: anthropic/claude-3-opus, weight: 3, parameters: { temperature: 1 } }
      - { target: openai/gpt-4, when: { needs: [vision] } }
      - ollama/llama3
    strategy: thrifty
    aliases: [writer]
    parameters: { temperature: 0.9, top_p: 0.5, extra: { top_k: 1 } }
    policy: { denied_providers: [ollama] }
    fallback: [spare]
  spare: { backend: xai/grok, capabilities: { tools: false } }
  off: { backend: openai/x, enabled: false }
  "claude-*": anthropic/claude-*
backends:
  anthropic: { parameters: { temperature: 0.2 }, models: { claude-3-opus: { parameters: { temperature: 0.3 } } } }
model_defaults: { temperature: 0.7, max_tokens: 2048 }
fallback_providers: [groq]
strategies: { thrifty: { cost: 0.8, quality: 0.2 } }
`;
const catalogue = catalogueWith({
  "anthropic/claude-3-opus": {
    contextWindow: 200_000,
    pricing: { input: 15, output: 75 },
    capabilities: { vision: true },
  },
});

const lines = ({ steps }: Explanation) => steps.map(({ kind, text, at }) => `${at?.line ?? "-"} ${kind}: ${text}`);

describe("explain", () => {
  it("says step by step, each with its line, how a name becomes targets", async () => {
    const config = await configOf(TEXT, catalogue);
    expect(lines(explain(config, "writer", { catalogue, request: { needs: ["vision"], inputTokens: 10 } }))).toEqual([
      '- asked: "writer" is asked for by a request that needs vision, has 10 tokens of input',
      '9 alias: "writer" is an alias of creative-writer',
      "3 route: creative-writer is a model of the config with 3 targets",
      "5 target: anthropic/claude-3-opus is the primary target, of weight 3, 200000 tokens of context, USD 15 for input and 75 for output per million tokens",
      "6 target: openai/gpt-4 is target 2, for requests that need vision only, of which nothing is known; whether it has vision is not known",
      "7 dropped: ollama/llama3 is not called: the policy denies ollama",
      "12 fallback: xai/grok is tried when the targets fail, with the parameters of spare, of which nothing is known; whether it has vision is not known",
      "19 dropped: groq/claude-3-opus of fallback_providers is not called: the fall-back provider groq is not known to offer any of claude-3-opus, gpt-4, llama3",
      "8 strategy: in which order the 2 targets are tried, the strategy thrifty decides when the request runs: by cost 0.8, quality 0.2",
    ]);
  });

  it("says of each parameter who set it, where, and what it won over", async () => {
    const config = await configOf(TEXT, catalogue);
    const request = { parameters: { top_p: null, seed: null } };
    const { parameters } = explain(config, "writer", { catalogue, request });
    const plain = parameters.map(({ name, value, from, at, over }) => [
      name,
      value,
      `${from}:${at?.line ?? "-"}`,
      over.map((lost) => `${lost.from}:${lost.at?.line ?? "-"}=${lost.value}`).join(" "),
    ]);
    expect(plain).toEqual([
      ["temperature", 1, "target:5", "model:10=0.9 backend:17=0.3 backend:17=0.2 defaults:18=0.7"],
      ["max_tokens", 2048, "defaults:18", ""],
      ["top_p", null, "call:-", "model:10=0.5"],
      ["extra.top_k", 1, "model:10", ""],
    ]);
  });

  it.each([
    ["off", '14 failed: the model "off" is switched off in the config (enabled: false)'],
    ["nobody", '- failed: no model is called "nobody"; there are creative-writer, writer, spare'],
    ["ollama/x", undefined],
    ["claude-4", undefined],
  ])("%s ends as it does when it is resolved", async (name, last) => {
    const config = await configOf(TEXT, catalogue);
    const explanation = explain(config, name);
    if (last === undefined) expect(explanation.route).toEqual(resolve(config, name));
    else {
      expect(explanation).toMatchObject({ asked: name, parameters: [] });
      expect(explanation.route).toBeUndefined();
      expect(lines(explanation).at(-1)).toBe(last);
    }
  });

  it("says what a * stands for, and where a target is that nothing is written of", async () => {
    const config = await configOf(TEXT, catalogue);
    expect(lines(explain(config, "claude-4"))).toContain(
      '15 wildcard: "claude-4" fits claude-*, its * standing for "4"',
    );
    expect(lines(explain(config, "xai/grok")).join("\n")).toMatch(
      /is the model grok at xAI, with the key and the address/,
    );
  });

  it("says that the config refuses what it switches off, and where", async () => {
    const explanation = explain(await configOf(TEXT), "spare", { request: { needs: ["tools"] } });
    expect(lines(explanation).at(-1)).toBe(
      "13 failed: the request needs tools, which the config switches off in the model spare",
    );
  });

  it("comes to the same route as resolving, or the same error", async () => {
    const config = await configOf(TEXT, catalogue);
    const names = fc.constantFrom("creative-writer", "writer", "spare", "off", "claude-x", "openai/x", "nobody", "x/y");
    const request = fc.record(
      {
        needs: fc.subarray(["vision", "tools"]),
        inputTokens: fc.constantFrom(1, 150_000, 300_000),
        parameters: fc.record({ temperature: fc.constantFrom(0, null) }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(names, request, (name, known) => {
        const options = { catalogue, request: known };
        const explanation = explain(config, name, options);
        try {
          expect(explanation.route).toEqual(resolve(config, name, options));
          const wins = explanation.parameters.filter(
            ({ value, name: key }) => value !== null && !key.startsWith("extra."),
          );
          const known = explanation.route?.targets[0]?.parameters.known;
          expect(Object.fromEntries(wins.map(({ name: key, value }) => [key, value]))).toEqual(known);
        } catch (error) {
          if (!(error instanceof RouteError)) throw error;
          expect(explanation.route).toBeUndefined();
          expect(explanation.steps.at(-1)).toMatchObject({ kind: "failed", text: error.message });
        }
      }),
    );
  });
});
