import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../src/cli/run.ts";
import { ModelRegistry } from "../../src/registry.ts";
import { json } from "../../src/stores/json.ts";
import { aTerminal } from "../support/terminal.ts";

const SECRET = "sk-canary-0123456789";
let folder: string;
let registry: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelmall connect "));
  registry = join(folder, "registry.json");
  const own = await ModelRegistry.open(json({ path: registry }));
  const ids = ["openai/gpt-4o", "anthropic/claude", "google/gemini", "ollama/llama", "vllm/qwen", "bedrock/titan"];
  own.import("catalog", [...ids.map((id) => ({ id })), { id: "groq/odd", parameters: { stop: "a" } }], {
    kind: "catalog",
  });
  await own.close();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function connect(args: readonly string[], env: Record<string, string> = {}) {
  const terminal = aTerminal({ env: { HOME: folder, MODELMALL_REGISTRY: registry, ...env } });
  const code = await run(["connect", ...args], terminal);
  return { code, out: terminal.printed(), err: terminal.complained() };
}

describe("connect", () => {
  it.each([
    [
      "anthropic/claude",
      "anthropic",
      { client: { baseURL: "https://api.anthropic.com", apiKey: "$ANTHROPIC_API_KEY" }, request: { model: "claude" } },
    ],
    [
      "google/gemini",
      "google",
      {
        client: {
          apiKey: "$GEMINI_API_KEY",
          vertexai: false,
          httpOptions: { baseUrl: "https://generativelanguage.googleapis.com" },
        },
        request: { model: "gemini", config: {} },
      },
    ],
    [
      "ollama/llama",
      "ollama",
      { client: { host: "http://localhost:11434" }, request: { model: "llama", options: {} } },
    ],
    [
      "ollama/llama",
      "anthropic",
      { client: { baseURL: "http://localhost:11434", authToken: "ollama" }, request: { model: "llama" } },
    ],
    [
      "openai/gpt-4o",
      "langchain",
      {
        package: "@langchain/openai",
        className: "ChatOpenAI",
        options: {
          model: "gpt-4o",
          apiKey: "$OPENAI_API_KEY",
          configuration: { baseURL: "https://api.openai.com/v1" },
        },
      },
    ],
    [
      "openai/gpt-4o",
      "ai-sdk",
      {
        package: "@ai-sdk/openai-compatible",
        factory: "createOpenAICompatible",
        options: { name: "openai", baseURL: "https://api.openai.com/v1", apiKey: "$OPENAI_API_KEY" },
        modelId: "gpt-4o",
        settings: {},
      },
    ],
    ["google/gemini", "dspy", { model: "gemini/gemini", api_key: "$GEMINI_API_KEY" }],
    ["anthropic/claude", "litellm", { model: "anthropic/claude", api_key: "$ANTHROPIC_API_KEY" }],
  ])("prints how to reach %s with %s, the variable in place of the key", async (model, client, expected) => {
    const env = { OPENAI_API_KEY: SECRET, ANTHROPIC_API_KEY: SECRET, GEMINI_API_KEY: SECRET };
    const { code, out, err } = await connect([model, "--client", client, "--json"], env);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toEqual(expected);
    expect(out).not.toContain(SECRET);
  });

  it.each(["openai", "anthropic", "langchain", "ai-sdk", "dspy", "litellm"])(
    "hides the key of a local server from %s too, and asks for none",
    async (client) => {
      const hidden = await connect(["vllm/qwen", "--client", client], { VLLM_API_KEY: SECRET });
      expect(hidden.out).toContain("$VLLM_API_KEY");
      expect(hidden.out + hidden.err).not.toContain(SECRET);
      const without = await connect(["vllm/qwen", "--client", client]);
      expect(without.out).not.toContain("$");
      expect(without.err).toBe("");
    },
  );

  it("names the second variable where that is the one that is set", async () => {
    const { out, err } = await connect(["google/gemini", "--client", "litellm"], { GOOGLE_API_KEY: SECRET });
    expect(JSON.parse(out).api_key).toBe("$GOOGLE_API_KEY");
    expect(err).toBe("");
  });

  it("lays parameters over the model's own, as JSON or as text, and takes one away by null", async () => {
    const asked = ["temperature=0", "user=me", "stop=null", 'response_format={"type":"json_object"}'];
    const { out } = await connect(
      ["groq/odd", "--client", "openai", ...asked.flatMap((parameter) => ["--parameter", parameter])],
      { GROQ_API_KEY: SECRET },
    );
    expect(JSON.parse(out).request).toEqual({
      model: "odd",
      temperature: 0,
      user: "me",
      response_format: { type: "json_object" },
    });
    const bad = await connect(["groq/odd", "--client", "openai", "--parameter", "temperature"]);
    expect(bad.code).toBe(2);
    expect(bad.err).toContain("expected name=value, such as temperature=0");
  });

  it.each([
    [
      ["openai/gpt-4o", "--client", "google"],
      "openai/gpt-4o: OpenAI does not answer in Google's dialect; the client openai reaches it",
    ],
    [["openai/gpt-4o", "--client", "lngchain"], 'unknown client "lngchain"; did you mean langchain?'],
    [["openai/gpt-4o", "--client", "openai", "--via", "groq"], 'openai/gpt-4o is not listed at "groq", only at openai'],
    [
      ["bedrock/titan", "--client", "litellm"],
      "bedrock/titan: every Amazon Bedrock account has an address of its own: set AWS_REGION or pass { baseUrl }",
    ],
    [["groq/odd", "--client", "openai"], 'groq/odd: the address of Groq must be an http or https URL, got "nonsense"'],
  ])("answers %j with one line and exit code 1", async (args, message) => {
    const { code, out, err } = await connect(args, { GROQ_BASE_URL: "nonsense", OPENAI_API_KEY: SECRET });
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(err).not.toContain(SECRET);
  });

  it("shows neither user nor password of an address, whatever the client", async () => {
    const env = { OPENAI_BASE_URL: "https://me:hunter2secret@proxy.example/v1", OPENAI_API_KEY: SECRET };
    for (const client of ["openai", "langchain", "ai-sdk", "litellm"]) {
      const { out, err } = await connect(["openai/gpt-4o", "--client", client], env);
      expect(out).toContain("https://proxy.example/v1");
      expect(out + err).not.toContain("hunter2secret");
    }
  });
});
