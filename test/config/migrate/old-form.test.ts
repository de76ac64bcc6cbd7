// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of our configs are written so
import { describe, expect, it } from "vitest";
import { migrate } from "../../../src/config/migrate.ts";
import { errorsIn } from "./support/check-clean.ts";

describe("migrating our own old forms", () => {
  it("rewrites lists of names and providers in place, comments kept", async () => {
    const old = `# top
models:
  # the first
  - gpt-4 # beside it
  - claude-3
  - llama-3

# the keys
providers:
  openai:
    api_key: "\${OPENAI_API_KEY}" # secret
  anthropic: { api_key: "\${ANTHROPIC_API_KEY}" }
`;
    const { yaml, from, carried, unsupported } = await migrate(old);
    expect(yaml).toBe(`# top
models:
  # the first
  gpt-4: openai/gpt-4 # beside it
  claude-3: anthropic/claude-3
  llama-3: "[backend]/llama-3"

# the keys
backends:
  openai:
    api_key: "\${OPENAI_API_KEY}" # secret
  anthropic: { api_key: "\${ANTHROPIC_API_KEY}" }
`);
    expect({ from, carried }).toEqual({ from: "modelmall", carried: 3 });
    expect(unsupported).toMatchObject([{ path: "models.llama-3", at: { line: 6 } }]);
    expect(await errorsIn(yaml)).toEqual([]);
  });

  it("rewrites lists of objects, old strategies and old targets", async () => {
    const old = `models:
  - name: gpt-4
    # why
    parameters: { temperature: 0.7 }
  # the second
  - name: "claude-3"
    strategy: cost_optimized
    backend: anthropic:claude-3-opus # old target
`;
    const { yaml, notes } = await migrate(old);
    expect(yaml).toBe(`models:
  gpt-4:
    backend: openai/gpt-4
    # why
    parameters: { temperature: 0.7 }
  # the second
  claude-3:
    strategy: cost
    backend: anthropic/claude-3-opus # old target
`);
    expect(notes.map(({ path }) => path)).toEqual(["models", "models[1].strategy", "models[1].backend"]);
    expect(await errorsIn(yaml)).toEqual([]);
  });

  it("takes the backend of the file that has the model, or is the only one of its provider", async () => {
    const old = `models: [mine, gpt-4]
backends:
  work: { provider: openai, api_key: "\${K}" }
  box: { provider: ollama, models: { mine: { context_window: 8 } } }
`;
    expect((await migrate(old)).yaml).toContain("models:\n  mine: box/mine\n  gpt-4: work/gpt-4\n");
  });

  it("gives back a file in the new form as it is", async () => {
    const text = "models:   {a:   openai/gpt-4}   # mine\n";
    expect(await migrate(text)).toMatchObject({ yaml: text, carried: 1, unsupported: [], notes: [] });
  });

  it("migrates what it migrated to itself", async () => {
    const { yaml } = await migrate("models: [gpt-4, {name: claude-3}]\nproviders: {openai: {}}\n");
    expect((await migrate(yaml)).yaml).toBe(yaml);
  });
});
