import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../src/cli/run.ts";
import { closedPort, type Loopback, startLoopback } from "../support/loopback.ts";
import { aTerminal } from "../support/terminal.ts";

const SECRET = "sk-canary-0123456789abcdef";
let folder: string;
let server: Loopback;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelmall cli "));
  server = await startLoopback({
    "/openai/models": { json: { data: [{ id: "gpt-4o" }] } },
    "/xai/models": { status: 400, json: { error: `Incorrect API key provided: ${SECRET}` } },
  });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function modelmall(args: readonly string[]) {
  const nobody = await closedPort();
  const env = {
    HOME: folder,
    MODELMALL_REGISTRY: join(folder, "registry.json"),
    OPENAI_BASE_URL: `${server.url}/openai`,
    OPENAI_API_KEY: SECRET,
    XAI_BASE_URL: `${server.url}/xai`,
    XAI_API_KEY: SECRET,
    OPENROUTER_BASE_URL: nobody,
    MODELS_DEV_URL: nobody,
    OLLAMA_HOST: nobody,
  };
  const terminal = aTerminal({ env });
  const code = await run(args, terminal);
  return { code, out: terminal.printed(), err: terminal.complained() };
}

describe("modelmall discover", () => {
  it("asks the providers whose key is set, and names the others in one line", async () => {
    const { code, out } = await modelmall(["discover"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^openai +1 +1 new/m);
    expect(out).toMatch(/^xai +the key was refused \(HTTP 400 at .*\/xai\/models\); check the key in XAI_API_KEY/m);
    expect(out).toMatch(/^not asked: .*\bmistral\b.*; modelmall sources says what each needs$/m);
    expect(server.requests.map(({ headers }) => headers.authorization)).toContain(`Bearer ${SECRET}`);
  });

  it("says with --all what is not set", async () => {
    const { out } = await modelmall(["discover", "--all"]);
    expect(out).toContain("mistral (MISTRAL_API_KEY is not set)");
  });

  it("shows and keeps no key, neither in tables nor as JSON nor in the registry", async () => {
    const answers = [
      await modelmall(["discover"]),
      await modelmall(["discover", "openai", "xai", "--json"]),
      await modelmall(["sources", "--json"]),
      await modelmall(["models", "show", "openai/gpt-4o", "--json"]),
    ];
    expect(JSON.stringify(answers)).not.toContain(SECRET);
    expect(await readFile(join(folder, "registry.json"), "utf8")).not.toContain(SECRET);
  });

  it("fails where a provider is named that cannot be asked", async () => {
    const { code, out } = await modelmall(["discover", "mistral"]);
    expect(code).toBe(1);
    expect(out).toContain("Mistral AI was not asked: MISTRAL_API_KEY is not set");
  });
});
