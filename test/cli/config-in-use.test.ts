import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tempFolder } from "../support/temp-folder.ts";
import { aCommandLine, SOME_MODELS } from "./support/command-line.ts";

const CONFIG = `
models:
  fast: { backend: openai/gpt-4o-mini, aliases: [quick], parameters: { temperature: 0.5 } }
  writer: team/gpt-4o
backends:
  team:
    provider: openai
    base_url: https://llm.example.com/v1
    api_key: \${TEAM_KEY}
    headers: { X-Team: "\${TEAM_HEADER:-header-canary-0123456789}" }
`;

async function aCommandLineWith(config: string) {
  const line = await aCommandLine(await tempFolder());
  const file = join(line.folder, "modelmall.yaml");
  await writeFile(file, config);
  await line.fill(SOME_MODELS);
  const env = { MODELMALL_CONFIG: file, TEAM_KEY: "sk-team-canary-0123456789" };
  return {
    ...line,
    file,
    modelmall: (args: readonly string[], more: Record<string, string> = {}) =>
      line.modelmall(args, { env: { ...env, ...more } }),
  };
}

describe("commands where there is a config", () => {
  it("list, show and search what it exposes, and keep none of it", async () => {
    const { modelmall, registry } = await aCommandLineWith(CONFIG);
    const { out } = await modelmall(["models", "list", "--json"]);
    const listed = JSON.parse(out) as { id: string; pricing: object }[];
    expect(listed.find(({ id }) => id === "fast")).toMatchObject({
      pricing: { input: 0.15, output: 0.6 },
      targets: ["openai/gpt-4o-mini"],
    });
    expect((await modelmall(["models", "show", "quick"])).out).toMatch(/targets +\["openai\/gpt-4o-mini"\]/);
    expect((await modelmall(["models", "tag", "quick", "favourite"])).code).toBe(0);
    expect((await modelmall(["models", "show", "fast"])).out).toContain("favourite");
    expect(await readFile(registry, "utf8")).not.toMatch(/temperature|quick|writer|canary|targets/);
    const removed = await modelmall(["models", "rm", "openai/gpt-4o", "fast"]);
    expect([removed.code, removed.err]).toEqual([1, expect.stringContaining("take it out of `models` there")]);
    expect((await modelmall(["models", "show", "openai/gpt-4o"])).code).toBe(0);
  });

  it("connect by an exposed name, with keys and headers shown as where they stand", async () => {
    const { modelmall } = await aCommandLineWith(CONFIG);
    const writer = await modelmall(["connect", "writer", "--client", "openai"]);
    expect(JSON.parse(writer.out)).toEqual({
      client: {
        baseURL: "https://llm.example.com/v1",
        apiKey: "[backends.team.api_key]",
        defaultHeaders: { "x-team": "[redacted]" },
      },
      request: { model: "gpt-4o" },
    });
    const fast = await modelmall(["connect", "quick", "--client", "openai", "--parameter", "top_p=1"]);
    expect(JSON.parse(fast.out)).toMatchObject({
      client: { apiKey: "$OPENAI_API_KEY" },
      request: { temperature: 0.5, top_p: 1 },
    });
    expect(fast.err).toContain("OPENAI_API_KEY is not set");
    expect(writer.out + writer.err + fast.out + fast.err).not.toContain("canary");
  });

  it("go on without a key that it needs, and say so in a line", async () => {
    const { modelmall } = await aCommandLineWith(CONFIG);
    const { code, out, err } = await modelmall(["models", "list"], { TEAM_KEY: "" });
    expect(code).toBe(0);
    expect(out).toContain("writer");
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(err).toMatch(/^note: .*TEAM_KEY.*modelmall config check/);
  });

  it("go on where it is broken, with one line about it; one that is asked for must be right", async () => {
    const { modelmall, file } = await aCommandLineWith("models: [\n");
    const listed = await modelmall(["models", "list"]);
    expect([listed.code, listed.out.includes("openai/gpt-4o")]).toEqual([0, true]);
    expect(listed.err.trim().split("\n")).toHaveLength(1);
    expect(listed.err).toMatch(/^note: .*modelmall\.yaml:\d+:\d+/);
    expect(await modelmall(["--config", file, "models", "list"])).toMatchObject({ code: 1, out: "" });
    const missing = await modelmall(["models", "list"], { MODELMALL_CONFIG: `${file}.not` });
    expect([missing.code, missing.err]).toEqual([0, expect.stringContaining("MODELMALL_CONFIG names")]);
  });

  it("take the config that is named, or none", async () => {
    const { modelmall, folder, file } = await aCommandLineWith(CONFIG);
    const other = join(folder, "other.yaml");
    await writeFile(other, "models: { slow: openai/gpt-4o }\n");
    expect((await modelmall(["--config", other, "models", "list"])).out).toMatch(/slow/);
    expect((await modelmall(["models", "list", "--config", other])).out).not.toMatch(/fast/);
    expect((await modelmall(["--no-config", "models", "list"])).out).not.toMatch(/fast|writer/);
    expect(JSON.parse((await modelmall(["path", "--json"])).out)).toMatchObject({ config: file });
    expect((await modelmall(["path"])).out.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse((await modelmall(["path", "--json", "--no-config"])).out)).not.toHaveProperty("config");
  });
});
