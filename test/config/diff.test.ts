import { describe, expect, it } from "vitest";
import { diffConfigs } from "../../src/config/diff.ts";
import { catalogueWith, configOf } from "./support/config-of.ts";

const BASE = {
  models: {
    writer: {
      backend: [{ target: "anthropic/opus", weight: 2 }, "openai/gpt-4"],
      aliases: ["author"],
      strategy: "cost",
      description: "Writes",
      parameters: { temperature: 0.7, extra: { k: 1 } },
      capabilities: { tools: true },
      fallback: ["spare"],
      timeout: "30s",
      retry: 3,
      policy: { denied_providers: ["xai"] },
      budget: { amount: 10, per: "day" },
      tags: ["prod"],
    },
    spare: "groq/llama",
  },
  backends: {
    anthropic: {
      api_key: "sk-old-secret",
      headers: { "x-team": "old-header-secret" },
      rate_limits: { requests_per_minute: 50 },
      models: { opus: { context_window: 200_000, pricing: { unit: "per_1m_tokens", input: 15, output: 75 } } },
    },
    mine: { provider: "custom", base_url: "http://localhost:8000/v1" },
  },
  model_defaults: { top_p: 1 },
};
type Base = typeof BASE;

async function changesBy(edit: (text: Base) => unknown, catalogue = catalogueWith({})) {
  const after = structuredClone(BASE);
  const edited = edit(after);
  const [old, now] = [await configOf(JSON.stringify(BASE)), await configOf(JSON.stringify(edited ?? after))];
  return { forth: diffConfigs(old, now, { catalogue }).changes, back: diffConfigs(now, old, { catalogue }).changes };
}

/** Sets something deep within, also what the base has no place for. */
const set = (path: string, value: unknown) => (text: Base) => {
  const keys = path.split(".");
  let at = text as unknown as Record<string, unknown>;
  for (const key of keys.slice(0, -1)) {
    at[key] ??= {};
    at = at[key] as Record<string, unknown>;
  }
  at[keys.at(-1) as string] = value;
};

describe("what changes for callers", () => {
  const cases: readonly (readonly [edit: (text: Base) => unknown, texts: string[]])[] = [
    [set("models.new", { backend: "openai/x", aliases: ["n"] }), ["new: a new name that leads to openai/x, also as n"]],
    [
      ({ models: { writer } }) => ({ ...BASE, models: { writer: { ...writer, fallback: [] } } }),
      ["writer: fall-backs: groq/llama becomes none", "spare: can no longer be asked for"],
    ],
    [
      set("models.spare", { backend: "groq/llama", enabled: false }),
      ["writer: fall-backs: groq/llama becomes none", "spare: is switched off"],
    ],
    [
      set("models.spare", { backend: "groq/llama", policy: { local_only: true } }),
      [
        "writer: fall-backs: groq/llama becomes none",
        "spare: can no longer be called: groq/llama (the policy is local only, and it does not run on this machine)",
      ],
    ],
    [set("models.writer.aliases", ["poet"]), ["author: no longer an alias of writer", "poet: a new alias of writer"]],
    [
      (text) => {
        set("models.writer.aliases", [])(text);
        set("models.spare", { backend: "groq/llama", aliases: ["author"] })(text);
      },
      ["author: an alias of spare, no longer of writer"],
    ],
    [
      set("models.writer.backend", ["openai/gpt-4", { target: "anthropic/opus", weight: 2 }]),
      [
        "writer: openai/gpt-4 is the primary target, no longer anthropic/opus",
        "writer: the price changes: input 15 becomes unknown, output 75 becomes unknown (USD per million tokens)",
        "writer: the context window in tokens: no longer set, before 200000",
      ],
    ],
    [
      set("models.writer.backend", [{ target: "anthropic/opus", weight: 2 }, "openai/gpt-4", "mistral/x"]),
      ["writer: mistral/x is a target too"],
    ],
    [
      set("models.writer.backend", [{ target: "anthropic/opus", weight: 2 }]),
      ["writer: openai/gpt-4 is no longer a target"],
    ],
    [
      set("models.writer.backend", [{ target: "anthropic/opus", weight: 1 }, "openai/gpt-4"]),
      ["writer: the weight of anthropic/opus: 2 becomes 1"],
    ],
    [
      set("models.writer.backend.1", { target: "openai/gpt-4", when: { needs: ["vision"] } }),
      ['writer: what openai/gpt-4 is for: now {"needs":["vision"]}, before not set'],
    ],
    [
      set("models.writer.backend.1", { target: "openai/gpt-4", parameters: { temperature: 0 } }),
      ["writer: temperature at openai/gpt-4: 0.7 becomes 0"],
    ],
    [set("models.writer.strategy", "quality"), ['writer: the strategy: "cost" becomes "quality"']],
    [set("models.writer.parameters.temperature", 0.9), ["writer: temperature: 0.7 becomes 0.9"]],
    [set("models.writer.parameters.extra.k", 2), ["writer: extra.k: 1 becomes 2"]],
    [set("models.writer.capabilities", { tools: false }), ["writer: tools is switched off"]],
    [set("models.writer.timeout", "1m"), ["writer: the milliseconds in all: 30000 becomes 60000"]],
    [set("models.writer.retry", 4), ["writer: the number of attempts: 3 becomes 4"]],
    [set("models.writer.policy", {}), ["writer: the providers denied: no longer set, before xai"]],
    [set("models.writer.budget.per", "month"), ["writer: the budget: 10 USD a day becomes 10 USD a month"]],
    [set("models.writer.tags", []), ["writer: the tags: prod becomes none"]],
    [set("models.writer.description", "Writes well"), ['writer: the description: "Writes" becomes "Writes well"']],
    [set("models.writer.context_window", 1_000), ["writer: the context window in tokens: 200000 becomes 1000"]],
    [
      set("backends.anthropic.models.opus.pricing.input", 1.5),
      ["writer: the price changes: input 15 becomes 1.5, 0.1 times as much (USD per million tokens)"],
    ],
    [
      set("backends.anthropic.models.haiku", { context_window: 9 }),
      ["anthropic/haiku: the context window in tokens: now 9, before not set"],
    ],
    [
      set("backends.anthropic.models.opus.deployment", "d"),
      ['anthropic/opus: the name it is called by: "opus" becomes "d"'],
    ],
    [set("backends.anthropic.api_key", "sk-new-secret"), ["anthropic: 1 of 1 keys changed"]],
    [set("backends.anthropic.api_key", ["sk-old-secret", "b"]), ["anthropic: the number of keys: 1 becomes 2"]],
    [set("backends.anthropic.headers.x-team", "new-header-secret"), ["anthropic: what is sent as x-team"]],
    [set("backends.anthropic.rate_limits.requests_per_minute", 5), ["anthropic: the requests a minute: 50 becomes 5"]],
    [set("backends.anthropic.region", "eu"), ['anthropic: the region: now "eu", before not set']],
    [
      set("backends.anthropic.data_policy", { retention_days: 0 }),
      ["anthropic: the days it keeps what it is sent: now 0, before not set"],
    ],
    [
      set("backends.mine.base_url", "http://localhost:9000/v1"),
      ["mine: the address: http://localhost:8000/v1 becomes http://localhost:9000/v1"],
    ],
    [set("backends.mine.dialect", "anthropic"), ['mine: the provider: "custom (openai)" becomes "custom (anthropic)"']],
    [set("backends.mine.enabled", false), ["mine: the backend is switched off"]],
    [set("backends.yours", { provider: "xai" }), ["yours: a new backend at xAI"]],
    [
      set("model_defaults.top_p", 0),
      ["writer: top_p: 1 becomes 0", "spare: top_p: 1 becomes 0", "model_defaults: top_p: 1 becomes 0"],
    ],
    [set("fallback_providers", ["xai"]), ["fallback_providers: the fall-back providers: none becomes xai"]],
    [
      set("groups", { g: ["writer"] }),
      ["writer: the tags: prod becomes group:g, prod", "g: the members of the group: now writer, before not set"],
    ],
  ];

  it.each(cases.map(([edit, texts]) => ({ edit, texts })))("$texts", async ({ edit, texts }) => {
    const { forth } = await changesBy(edit);
    expect(forth.map(({ text }) => text)).toEqual(texts);
  });

  it("is nothing for another order, comments, a short form, or a backend that says nothing", async () => {
    const short = await configOf("models: { a: { backend: [openai/x], enabled: true }, b: xai/y }");
    const long = await configOf(
      "# one\nmodels:\n  b: { backend: xai/y, strategy: manual }\n  a: openai/x\nbackends: { openai: {} }",
    );
    expect(diffConfigs(short, long).changes).toEqual([]);
    expect(diffConfigs(long, long).changes).toEqual([]);
  });

  it("never shows a key or a header", async () => {
    const { forth, back } = await changesBy((text) => {
      set("backends.anthropic.api_key", ["sk-new-secret"])(text);
      set("backends.anthropic.headers", { "x-team": "new-header-secret", "x-other": "other-secret" })(text);
    });
    expect(forth).toHaveLength(2);
    expect(JSON.stringify([forth, back])).not.toMatch(/secret/);
  });

  it("tells the price a name moves to with its factor, by what the catalogue knows", async () => {
    const catalogue = catalogueWith({ "openai/dear": { pricing: { input: 30, output: 75 } } });
    const { forth } = await changesBy(set("models.writer.backend", "openai/dear"), catalogue);
    const price = forth.find(({ kind }) => kind === "price_changed");
    expect(price).toMatchObject({
      text: "writer: the price changes: input 15 becomes 30, 2 times as much (USD per million tokens)",
      before: { input: 15, output: 75 },
      after: { input: 30, output: 75 },
    });
  });
});
