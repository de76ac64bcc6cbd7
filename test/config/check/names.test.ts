import { describe, expect, it } from "vitest";
import { messageOf, said } from "../support/checking.ts";

describe("names that must fit each other", () => {
  it.each([
    [
      "a model's name",
      "models:\n  a: openai/gpt-4\n  b: { backend: openai/gpt-4o, aliases: [a] }\n",
      "models.b.aliases[0]",
    ],
    [
      "another's alias",
      "models:\n  a: { backend: openai/gpt-4, aliases: [x] }\n  b: { backend: openai/gpt-4o, aliases: [y, x] }\n",
      "models.b.aliases[1]",
    ],
  ])("an alias that is %s already is an error", async (_, text, path) => {
    expect(await said(text)).toEqual([`error alias_taken ${path}`]);
  });

  it("an alias that a wildcard would match too is fine, for it comes first", async () => {
    expect(await said('models:\n  "gpt-*": openai/gpt-*\n  m: { backend: openai/gpt-4, aliases: [gpt-x] }\n')).toEqual(
      [],
    );
  });

  it("an unknown backend is an error with the nearest, and says what to write", async () => {
    const message = await messageOf("models: { m: opnai/gpt-4 }\nbackends: { mine: { provider: openai } }\n");
    expect(message).toBe('unknown backend "opnai"; did you mean openai? write backends.opnai, or use one of mine');
  });

  it("a backend of the file and the name of a provider are both known", async () => {
    const text = "models: { a: eu/gpt-4, b: openai/gpt-4 }\nbackends: { eu: { provider: openai } }\n";
    expect(await said(text)).toEqual([]);
  });

  it.each([
    [
      "models: { a: { backend: openai/gpt-4, fallback: [bb] }, bbb: openai/gpt-4o }",
      "error unknown_fallback models.a.fallback[0]",
    ],
    ["models: { a: { backend: openai/gpt-4, fallback: bb } }", "error unknown_fallback models.a.fallback"],
    [
      "models: { a: { backend: openai/gpt-4, fallback: { context_window: [openai/gpt-4o, nope/x] } } }",
      "error unknown_fallback models.a.fallback.context_window[1]",
    ],
    ["models: { a: openai/gpt-4 }\nfallback_providers: [openai, nope]", "error unknown_backend fallback_providers[1]"],
    ["models: { a: openai/gpt-4 }\ngroups: { g: [a, b] }", "error unknown_member groups.g[1]"],
    ["models: { a: openai/gpt-4 }\ngroups: { g: [a, a] }", "warning member_twice groups.g[1]"],
    ["models: { a: openai/gpt-4 }\ngroups: { g: [] }", "warning empty_group groups.g"],
    ["models: { a: { backend: openai/gpt-4, tags: [group:g] } }", "warning group_tag models.a.tags[0]"],
    [
      "models: { a: { backend: openai/gpt-4, strategy: thrify } }\nstrategies: { thrifty: { cost: 1 } }",
      "error unknown_strategy models.a.strategy",
    ],
    [
      "models: { a: { backend: openai/gpt-4, policy: { denied_providers: [antropic] } } }",
      "warning unknown_provider models.a.policy.denied_providers[0]",
    ],
  ])("%j says %s", async (text, expected) => {
    expect(await said(text)).toEqual([expected]);
  });

  it("a group may hold a name with a *", async () => {
    expect(await said('models: { "claude-*": anthropic/claude-* }\ngroups: { g: ["claude-*", claude-9] }')).toEqual([]);
  });

  it("fall-backs on names, aliases, wildcards and targets are known, and so are own strategies", async () => {
    const text = `models:
  a: { backend: openai/gpt-4, fallback: [b, bee, claude-9, openai/gpt-4o], strategy: thrifty }
  b: { backend: openai/gpt-4o, aliases: [bee], strategy: cost }
  "claude-*": anthropic/claude-*
strategies: { thrifty: { cost: 1 } }
`;
    expect(await said(text)).toEqual([]);
  });
});
