import { expect, it } from "vitest";
import { aCommandLine } from "./support/command-line.ts";

const KEY = "sk-canary-0123456789abcdef";

it("lists every source with whether it is ready, and when it last answered with how many models", async () => {
  const { modelmall, fill } = await aCommandLine();
  await fill([{ id: "a/1" }, { id: "a/2" }], { at: "2026-01-01T00:00:00Z" });
  const { out } = await modelmall(["sources"], { env: { ANTHROPIC_API_KEY: KEY } });
  expect(out).toMatch(/^catalog +yes +\d+ days ago +2 /m);
  expect(out).toMatch(/^openai +no: OPENAI_API_KEY is not set +never /m);
  expect(out).toMatch(/^anthropic +yes, ANTHROPIC_API_KEY set +never /m);
  expect(out).toMatch(/^openrouter +yes +never +https:\/\/openrouter\.ai/m);
  expect(out).not.toContain(KEY);
  const json = JSON.parse((await modelmall(["sources", "--json"], { env: { ANTHROPIC_API_KEY: KEY } })).out);
  const byName = new Map(json.map((source: { name: string }) => [source.name, source]));
  expect(byName.get("catalog")).toMatchObject({ lastAt: "2026-01-01T00:00:00.000Z", lastCount: 2 });
  expect(byName.get("anthropic")).toMatchObject({ keyFrom: "ANTHROPIC_API_KEY" });
  expect(byName.get("openai")).toMatchObject({ notReady: "OPENAI_API_KEY is not set" });
  expect(JSON.stringify(json)).not.toContain(KEY);
});

it("names a source whose address cannot be one, and shows no password of an address", async () => {
  const { modelmall } = await aCommandLine();
  const env = {
    OLLAMA_HOST: "http://[::",
    OPENROUTER_BASE_URL: "https://me:hunter2secret@mirror.example/v1",
  };
  const { code, out } = await modelmall(["sources"], { env });
  expect(code).toBe(0);
  expect(out).toMatch(/^ollama +no: .*OLLAMA_HOST/m);
  expect(out).toContain("https://mirror.example/v1/models");
  expect(out).not.toContain("hunter2secret");
});

it("fits 40 columns", async () => {
  const { modelmall } = await aCommandLine();
  for (const command of ["sources", "connectors"]) {
    const { out } = await modelmall([command], { columns: 40, env: { NO_COLOR: "1" } });
    for (const line of out.split("\n")) expect([...line].length).toBeLessThanOrEqual(40);
  }
});

it("lists the connectors with what each gives", async () => {
  const { modelmall } = await aCommandLine();
  expect((await modelmall(["connectors"])).out).toMatch(/^openai +\S/m);
  const json = JSON.parse((await modelmall(["connectors", "--json"])).out);
  expect(json.map(({ name }: { name: string }) => name)).toContain("openai");
  for (const { name, description } of json) expect(description, `${name} has no description`).not.toBe("");
});
