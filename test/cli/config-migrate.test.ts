import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { aCommandLine } from "./support/command-line.ts";

const LITELLM = `model_list:
  - model_name: gpt-4o # the good one
    litellm_params:
      model: openai/gpt-4o
      api_key: os.environ/OPENAI_API_KEY
general_settings:
  master_key: sk-1234
`;
const OLD =
  '# my models\nmodels:\n  - gpt-4 # the first\nproviders:\n  openai: { api_key: "$' + '{OPENAI_API_KEY}" }\n';

async function aFolder() {
  const line = await aCommandLine();
  const at = (name: string) => join(line.folder, name);
  return {
    at,
    async put(name: string, text: string) {
      await writeFile(at(name), text);
      return at(name);
    },
    read: (name: string) => readFile(at(name), "utf8"),
    migrate: (...args: string[]) => line.modelmall(["config", "migrate", ...args]),
    check: (file: string) => line.modelmall(["config", "check", file], { env: { OPENAI_API_KEY: "sk-x" } }),
  };
}

describe("config migrate", () => {
  it("prints the new form, and beside it what is not carried over", async () => {
    const { migrate, put } = await aFolder();
    const { code, out, err } = await migrate(await put("litellm.yaml", LITELLM));
    expect(code).toBe(0);
    expect(parse(out)).toMatchObject({
      models: { "gpt-4o": "openai/gpt-4o" },
      backends: { openai: { provider: "openai" } },
    });
    expect(err).toMatch(/^not carried over: .*litellm\.yaml:7:\d+ general_settings\.master_key: /m);
    expect(err).toMatch(/^1 model carried over from .*litellm\.yaml \(litellm\), 1 place not$/m);
    expect(out + err).not.toContain("sk-1234");
  });

  it("writes beside the file what then checks clean, and overwrites nothing", async () => {
    const { migrate, put, read, at, check } = await aFolder();
    const file = await put("litellm.yaml", LITELLM);
    const { code, out } = await migrate(file, "--write");
    expect({ code, out }).toEqual({
      code: 0,
      out: `wrote ${at("modelmall.yaml")}\nnext: modelmall config check ${at("modelmall.yaml")}\n`,
    });
    expect(await read("modelmall.yaml")).toMatch(/^# yaml-language-server: \$schema=/);
    expect((await check(at("modelmall.yaml"))).out).toMatch(/^nothing is wrong/);
    const again = await migrate(file, "--write");
    expect(again.code).toBe(1);
    expect(again.err).toContain("it is there already; name another file, or --force to overwrite it");
    expect((await migrate(file, "--write", at("other.yaml"))).code).toBe(0);
    expect((await migrate(file, "--write", "--force")).code).toBe(0);
  });

  it("brings an old form up to date in place, keeps its comments, and every backup", async () => {
    const { migrate, put, read, at, check } = await aFolder();
    const file = await put("mine.yaml", OLD);
    const { code, out } = await migrate(file, "--write");
    expect(code).toBe(0);
    expect(out).toContain(`wrote ${file}; what stood there is in ${file}.bak\n`);
    const text = await read("mine.yaml");
    expect(text).toContain("# my models");
    expect(text).toContain("# the first");
    expect(parse(text)).toMatchObject({ models: { "gpt-4": "openai/gpt-4" }, backends: { openai: {} } });
    expect(await read("mine.yaml.bak")).toBe(OLD);
    expect((await check(at("mine.yaml"))).out).toMatch(/^nothing is wrong/);
    await put("mine.yaml", `${OLD}# again\n`);
    await migrate(file, "--write");
    expect(await read("mine.yaml.bak")).toBe(OLD);
    expect(await read("mine.yaml.bak.1")).toBe(`${OLD}# again\n`);
  });

  it("gives everything as JSON", async () => {
    const { migrate, put } = await aFolder();
    const { out, err } = await migrate(await put("litellm.yaml", LITELLM), "--json");
    expect(err).toBe("");
    expect(JSON.parse(out)).toMatchObject({
      from: "litellm",
      carried: 1,
      unsupported: [{ path: "general_settings.master_key", at: { line: 7 } }],
    });
  });

  it("takes the address that a list of models does not say", async () => {
    const { migrate, put } = await aFolder();
    const file = await put("models.json", JSON.stringify({ object: "list", data: [{ id: "llama", object: "model" }] }));
    const { out } = await migrate(file, "--base-url", "http://127.0.0.1:8000/v1");
    expect(out).toContain("base_url: http://127.0.0.1:8000/v1");
  });

  it("refuses what it does not know, in one line", async () => {
    const { migrate, put, at } = await aFolder();
    const strange = await migrate(await put("x.yaml", "hello: world\n"));
    expect({ code: strange.code, lines: strange.err.trimEnd().split("\n").length }).toEqual({ code: 1, lines: 1 });
    expect((await migrate(at("nope.yaml"))).err).toBe(`error: ${at("nope.yaml")} does not exist\n`);
    expect((await migrate(at("x.yaml"), "--from", "word")).code).toBe(2);
  });
});
