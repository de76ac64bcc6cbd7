import { describe, expect, it } from "vitest";
import { catalogueOf, translated } from "../../support/translated.ts";

/** What a model named alone is read as, and what is said of it. */
async function found(name: string, backends = "", listed: readonly string[] = []) {
  const text = `models: { "${name}": {} }\n${backends === "" ? "" : `backends: ${backends}\n`}`;
  const { config, said } = await translated(text, { catalogue: catalogueOf(...listed) });
  return { target: config.models.get(name)?.targets[0]?.target, said, backends: [...config.backends.keys()] };
}

describe("a model without a backend", () => {
  it("is at the backend whose models list it", async () => {
    const { target, said } = await found(
      "tiny",
      "{ here: { provider: custom, base_url: http://localhost:1, models: { tiny: {} } } }",
    );
    expect(target).toBe("here/tiny");
    expect(said).toEqual([
      "note modelmall.yaml:1:11 models.tiny: no backend given; read as here/tiny, whose models list it",
    ]);
  });

  it("is where the catalogue lists it, under the id it has there", async () => {
    const { target, said } = await found("llama-9", "{ openrouter: {}, openai: {} }", [
      "openrouter/meta/llama-9",
      "groq/llama-9",
    ]);
    expect(target).toBe("openrouter/meta/llama-9");
    expect(said[0]).toContain("read as openrouter/meta/llama-9, where the registry lists it");
  });

  it("is at the backend of the file that has the listed provider, whatever its name", async () => {
    expect((await found("llama-9", "{ fast: { provider: groq } }", ["groq/llama-9"])).target).toBe("fast/llama-9");
  });

  it("comes from the provider the catalogue lists it at where the file has no backends", async () => {
    const { target, backends } = await found("llama-9", "", ["groq/llama-9", "nobody/llama-9"]);
    expect(target).toBe("groq/llama-9");
    expect(backends).toEqual(["groq"]);
  });

  it("is the owner's of such names where several list it", async () => {
    const listed = ["azure/gpt-4", "openai/gpt-4", "openrouter/openai/gpt-4"];
    expect((await found("gpt-4", "", listed)).target).toBe("openai/gpt-4");
    expect((await found("gpt-4", "{ azure: {}, openrouter: {}, mine: { provider: openai } }", listed)).target).toBe(
      "mine/gpt-4",
    );
  });

  it("is at the provider that names its models so where nobody lists it", async () => {
    const { target, said } = await found("claude-3");
    expect(target).toBe("anthropic/claude-3");
    expect(said[0]).toContain("read as anthropic/claude-3, for Anthropic names its models so");
    expect((await found("claude-3", "{ work: { provider: anthropic } }")).target).toBe("work/claude-3");
  });

  it("is read so with a warning where the file has backends, but none at that provider", async () => {
    const { target, said } = await found("claude-3", "{ openai: {} }");
    expect(target).toBe("anthropic/claude-3");
    expect(said).toEqual([
      "warning modelmall.yaml:1:11 models.claude-3: no backend given; read as anthropic/claude-3, for Anthropic names its models so, though no backend here is at Anthropic; write backend: BACKEND/MODEL-ID if another is meant",
    ]);
  });

  it("is at a server of one's own that stands under its provider's name", async () => {
    const proxy = "{ openai: { provider: custom, base_url: http://localhost:1 } }";
    const { target, backends } = await found("gpt-4", proxy, ["openai/gpt-4", "azure/gpt-4"]);
    expect(target).toBe("openai/gpt-4");
    expect(backends).toEqual(["openai"]);
  });

  it("that is named like a target is that target", async () => {
    expect((await found("groq/llama-9")).target).toBe("groq/llama-9");
    expect((await found("openai/*")).target).toBe("openai/*");
    expect((await found("here/x", "{ here: { provider: groq } }")).target).toBe("here/x");
  });

  it("is looked for at backends that are switched on before the others", async () => {
    const both =
      "{ off: { provider: groq, enabled: false, models: { x: {} } }, on: { provider: groq, models: { x: {} } } }";
    expect((await found("x", both)).target).toBe("on/x");
    expect((await found("x", "{ off: { provider: groq, enabled: false, models: { x: {} } } }")).target).toBe("off/x");
  });

  it.each([
    [
      "two backends list it",
      "x",
      "{ a: { provider: groq, models: { x: {} } }, b: { provider: groq, models: { x: {} } } }",
      [],
      "2 fit: a/x, b/x",
    ],
    [
      "two backends are at its provider",
      "claude-3",
      "{ a: { provider: anthropic }, b: { provider: anthropic } }",
      [],
      "2 fit: a/claude-3, b/claude-3",
    ],
    [
      "the catalogue lists it twice",
      "llama-9",
      "",
      ["groq/llama-9", "together/meta/llama-9"],
      "2 fit: groq/llama-9, together/meta/llama-9",
    ],
    [
      "it is of open weights",
      "gpt-oss-9",
      "",
      ["groq/gpt-oss-9", "together/gpt-oss-9"],
      "2 fit: groq/gpt-oss-9, together/gpt-oss-9",
    ],
  ] as const)("is never guessed where two fit: %s", async (_, name, backends, listed, message) => {
    const { target, said } = await found(name, backends, listed);
    expect(target).toBeUndefined();
    expect(said).toEqual([
      `error modelmall.yaml:1:11 models.${name}: no backend given, and ${message}; write the one you mean as backend`,
    ]);
  });

  it("shows eight of many that fit", async () => {
    const names = Array.from({ length: 9 }, (_, index) => `b${index}`);
    const backends = `{ ${names.map((name) => `${name}: { provider: groq, models: { x: {} } }`).join(", ")} }`;
    const { said } = await found("x", backends);
    expect(said[0]).toContain("9 fit: b0/x, b1/x, b2/x, b3/x, b4/x, b5/x, b6/x, b7/x, …; write");
  });

  it("that nobody has is an error with the nearest there are", async () => {
    expect((await found("llama-9")).said).toEqual([
      "error modelmall.yaml:1:11 models.llama-9: no backend given, and none is known for this name; write backend: BACKEND/MODEL-ID",
    ]);
    expect((await found("llama-9", "", ["nobody/x"])).said[0]).not.toContain("did you mean");
    expect((await found("llama-7", "", ["groq/llama-9"])).said[0]).toContain("; did you mean groq/llama-9?");
    expect((await found("gpt-*")).said[0]).toContain('a name with a "*" needs one, such as backend: openai/*');
  });

  it.each(["gpt-oss-120b", "llama-3", "qwen3", "gemma-3", "deepseek-r1:7b", "mistral", "someone/claude-3"])(
    "is not taken for a provider's own by its name alone where many serve such: %s",
    async (name) => expect((await found(name)).target).toBeUndefined(),
  );

  it("of an old list that nobody has is a warning, and one that two have still an error", async () => {
    const { config, said } = await translated("models: [llama-9, gpt-4]");
    expect(said.slice(1)).toEqual([
      "warning modelmall.yaml:1:10 models.llama-9: no backend given, and none is known for this name, so nothing can be asked of it; write backend: BACKEND/MODEL-ID",
      "note modelmall.yaml:1:19 models.gpt-4: no backend given; read as openai/gpt-4, for OpenAI names its models so",
    ]);
    expect(config.models.get("llama-9")?.targets).toEqual([]);
    const twice = await translated("models: [x]", { catalogue: catalogueOf("groq/x", "together/x") });
    expect(twice.said[1]).toMatch(/^error /);
  });
});
