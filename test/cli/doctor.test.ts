import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkNode } from "../../src/cli/doctor/environment.ts";
import { closedPort } from "../support/closed-port.ts";
import { startLoopback } from "../support/loopback.ts";
import { aCommandLine } from "./support/command-line.ts";

const KEY = "sk-canary-0123456789abcdef";

/** Addresses at which nothing can be reached, so that no test leaves this machine. */
async function offline(): Promise<Record<string, string>> {
  const closed = `127.0.0.1:${await closedPort()}`;
  return { OPENROUTER_BASE_URL: `http://${closed}`, MODELS_DEV_URL: `http://${closed}/api.json`, OLLAMA_HOST: closed };
}

describe("doctor", () => {
  it("says what is configured, reachable and missing, asks without keys, and prints none", async () => {
    await using server = await startLoopback({
      "/v1/models": { status: 401, json: {} },
      "/models": { json: { data: [] } },
    });
    const { modelmall, fill, registry } = await aCommandLine();
    await fill([{ id: "a/1" }]);
    const env = {
      ...(await offline()),
      OPENROUTER_BASE_URL: server.url,
      OPENAI_BASE_URL: `${server.url}/v1`,
      OPENAI_API_KEY: KEY,
      HTTPS_PROXY: "http://user:hunter2secret@proxy.example:8080",
      NO_PROXY: "internal.example",
    };
    const { code, out, err } = await modelmall(["doctor"], { env });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^ok +node +Node\.js v\d/m);
    expect(out).toMatch(new RegExp(`^ok +registry +${registry}, .*mode 0600, saved`, "m"));
    expect(out).toMatch(/^ok +registry +1 model of 1 provider$/m);
    expect(out).toMatch(/^ok +catalog +needs no network$/m);
    expect(out).toMatch(/^ok +openrouter +http:\/\/127\.0\.0\.1:\d+\/models answers$/m);
    expect(out).toMatch(/^ok +openai +http:.* answers, OPENAI_API_KEY set$/m);
    expect(out).toMatch(/^note +ollama +http:.* is not reachable: connection refused$/m);
    expect(out).toMatch(/^note +anthropic +not asked: ANTHROPIC_API_KEY is not set$/m);
    expect(out).toMatch(/^ok +keys +set: OPENAI_API_KEY$/m);
    expect(out).toMatch(/^ok +proxy +HTTPS_PROXY=http:\/\/proxy\.example:8080/m);
    expect(out).toMatch(/nothing is broken\n$/);
    expect(out).not.toContain(KEY);
    expect(out).not.toContain("hunter2secret");
    for (const { headers } of server.requests) expect(JSON.stringify(headers)).not.toContain(KEY);
  });

  it("gives it all as JSON", async () => {
    const { modelmall } = await aCommandLine();
    const { isHealthy, findings } = JSON.parse((await modelmall(["doctor", "--json"], { env: await offline() })).out);
    expect(isHealthy).toBe(true);
    expect(findings[0]).toMatchObject({ about: "node", level: "ok" });
  });

  it("says whether there is a config, and the first thing that is wrong with it", async () => {
    const { modelmall, folder } = await aCommandLine();
    const file = join(folder, ".config", "modelmall", "config.yaml");
    const doctor = async () => modelmall(["doctor"], { env: await offline() });
    expect((await doctor()).out).toMatch(/^note +config +there is none; modelmall config init writes one$/m);
    await mkdir(join(folder, ".config", "modelmall"), { recursive: true });
    await writeFile(file, "models: { fast: ollama/llama3.2:3b }\nbackend: {}");
    const broken = await doctor();
    expect(broken.code).toBe(1);
    expect(broken.out).toMatch(
      new RegExp(`^broken +config +${file}:2:\\d+ backend: .*see modelmall config check$`, "m"),
    );
    await writeFile(file, "models: { fast: ollama/llama3.2:3b }");
    const { code, out } = await doctor();
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^ok +config +${file}: 1 model, 1 backend$`, "m"));
    expect((await modelmall(["--no-config", "doctor"], { env: await offline() })).out).not.toMatch(/^\w+ +config /m);
  });

  it("ends with 1 when an address cannot be one", async () => {
    const { modelmall } = await aCommandLine();
    const { code, out } = await modelmall(["doctor"], { env: { ...(await offline()), OLLAMA_HOST: "http://[::" } });
    expect(code).toBe(1);
    expect(out).toMatch(/^broken +ollama +.*OLLAMA_HOST/m);
    expect(out).toMatch(/1 thing broken\n$/);
  });

  it("ends with 1 when the registry is a folder, of a newer version, or its folder is no folder", async () => {
    const env = await offline();
    const asFolder = await aCommandLine();
    await mkdir(asFolder.registry);
    const newer = await aCommandLine();
    await writeFile(
      newer.registry,
      JSON.stringify({ format: "modelmall-registry", version: 99, origins: {}, models: {} }),
    );
    const below = await aCommandLine();
    await writeFile(join(below.folder, "file"), "");
    for (const [line, args] of [
      [asFolder, []],
      [newer, []],
      [below, ["--registry", join(below.folder, "file", "registry.json")]],
    ] as const) {
      const { code, out } = await line.modelmall([...args, "doctor"], { env });
      expect(code).toBe(1);
      expect(out).toMatch(/^broken +registry /m);
    }
  });

  it("tells of a file others can read, of one that was mended, and of a lock", async () => {
    const { modelmall, fill, registry } = await aCommandLine();
    await fill([{ id: "a/1" }]);
    await chmod(registry, 0o644);
    await writeFile(`${registry}.lock`, "who knows");
    const env = await offline();
    const first = await modelmall(["doctor"], { env });
    expect(first.out).toMatch(/^note +registry +others on this machine can open it \(mode 0644\); chmod 600/m);
    expect(first.out).toMatch(/^note +registry +.*\.lock is held by somebody who does not say who/m);
  });

  it("tells that a broken file was kept aside", async () => {
    const { modelmall, registry } = await aCommandLine();
    await writeFile(registry, "{ half");
    const { out } = await modelmall(["doctor"], { env: await offline() });
    expect(out).toMatch(/^note +registry +.* is broken: .*\.corrupt-/m);
  });
});

it.each([
  ["v20.19.0", "ok"],
  ["v20.18.9", "broken"],
  ["v18.20.0", "broken"],
  ["v22.0.0", "ok"],
])("calls Node.js %s %s", (version, level) => {
  expect(checkNode(version).level).toBe(level);
});
