import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { deadKey } from "../../src/backends/fake.ts";
import { startFakeServer } from "../../src/testing/fake-server.ts";
import { aCommandLine } from "./support/command-line.ts";

const KEY = "sk-health-0123456789abcdef";

async function aConfig(text: string) {
  const line = await aCommandLine();
  const file = join(line.folder, "modelmall.yaml");
  await writeFile(file, text);
  return {
    ...line,
    health: (args: readonly string[] = [], options: { columns?: number } = {}) =>
      line.modelmall(["health", ...args], {
        env: { MODELMALL_CONFIG: file, TEAM_KEY: KEY, NO_COLOR: "1" },
        ...options,
      }),
  };
}

describe("modelmall health", () => {
  it("asks every provider the environment speaks of for its list, and makes no call", async () => {
    await using server = await startFakeServer();
    const { modelmall } = await aCommandLine();
    const env = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${server.url}/v1`, OLLAMA_HOST: server.url };
    const { code, out } = await modelmall(["health"], { env });
    expect([code, server.calls]).toEqual([0, []]);
    expect(out).toMatch(/^backend +answer$/m);
    expect(out).toMatch(/^openai +ok +1 model, \d+ ms$/m);
    expect(out).toMatch(/^ollama +ok +1 model, \d+ ms$/m);
  });

  it("asks the backends of the config, each key by itself, and fails where one fails", async () => {
    await using server = await startFakeServer();
    const { health } = await aConfig(`
models: { fast: team/gpt-4o }
backends:
  team: { provider: openai, base_url: "${server.url}/v1", api_keys: ["\${TEAM_KEY}", "\${TEAM_KEY}-2"] }
  gone: { provider: ollama, base_url: "http://127.0.0.1:1" }
  off: { provider: ollama, base_url: "http://127.0.0.1:1", enabled: false }
`);
    const { code, out } = await health(["--json"]);
    const results = JSON.parse(out) as { backend: string; key?: string; ok?: boolean; code?: string }[];
    expect(code).toBe(1);
    expect(results).toEqual([
      { backend: "team", key: "key 1 of 2", ok: true, ms: expect.any(Number), models: 1 },
      { backend: "team", key: "key 2 of 2", ok: true, ms: expect.any(Number), models: 1 },
      {
        backend: "gone",
        ok: false,
        ms: expect.any(Number),
        code: "unreachable",
        message: expect.stringContaining("refused"),
      },
    ]);
    const asked = await health(["team"]);
    expect([asked.code, asked.out]).toEqual([0, expect.stringMatching(/^team \(key 2 of 2\) +ok +1 model/m)]);
  });

  it("says what is wrong with a key without showing it", async () => {
    await using server = await startFakeServer(deadKey());
    const { health } = await aConfig(`
backends: { team: { provider: anthropic, base_url: "${server.url}", api_key: "\${TEAM_KEY}" } }
`);
    const { code, out, err } = await health();
    expect(server.calls).toEqual([]);
    expect(`${code} ${out}${err}`).not.toContain(KEY);
  });

  it("keeps to narrow terminals", async () => {
    const { health } = await aConfig(`
backends: { a-rather-long-name: { provider: ollama, base_url: "http://127.0.0.1:1" } }
`);
    const { code, out } = await health([], { columns: 40 });
    expect([code, out]).toEqual([1, expect.stringContaining("failed")]);
    for (const row of out.split("\n")) expect(row.length).toBeLessThanOrEqual(40);
  });

  it("says when there is nobody to ask, and which names there are", async () => {
    const { modelmall } = await aCommandLine();
    expect(await modelmall(["health"])).toMatchObject({ code: 2, err: expect.stringContaining("nothing to ask") });
    const { health } = await aConfig(`
backends: { team: { provider: openai, api_key: "\${TEAM_KEY}" } }
`);
    expect(await health(["taem"])).toMatchObject({ code: 2, err: expect.stringContaining("did you mean team?") });
    expect(await health(["quite-other"])).toMatchObject({ code: 2, err: expect.stringContaining("there are team") });
  });
});
