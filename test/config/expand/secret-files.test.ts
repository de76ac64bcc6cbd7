// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of a config look like that
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Expanded, expand } from "../../../src/config/expand.ts";
import { readConfigFile, readConfigText } from "../../../src/config/read-config.ts";
import type { Environment } from "../../../src/util/env.ts";
import { revealed } from "../../support/revealed.ts";
import { tempFolder } from "../../support/temp-folder.ts";

describe("files", () => {
  async function folder(): Promise<string> {
    const cwd = await tempFolder();
    await mkdir(join(cwd, "conf/secrets"), { recursive: true });
    await writeFile(join(cwd, "key"), "sk-beside-folder\n");
    await writeFile(join(cwd, "conf/key"), "sk-beside-config\r\n");
    await writeFile(join(cwd, "conf/secrets/org"), "\uFEFForg-1\n\n");
    await writeFile(join(cwd, "conf/empty"), "\n");
    await writeFile(join(cwd, "conf/large"), "x".repeat(64 * 1024 + 1));
    return cwd;
  }

  async function fromConf(
    backend: string,
    env: Environment = {},
  ): Promise<Expanded & { backend: unknown; cwd: string }> {
    const cwd = await folder();
    await writeFile(join(cwd, "conf/m.yaml"), `backends:\n  o: ${backend}\n`);
    const result = await expand(await readConfigFile("conf/m.yaml", { cwd }), { env, cwd });
    return { ...result, cwd, backend: (revealed(result.raw.value) as { backends?: { o?: unknown } }).backends?.o };
  }

  it("give their text without the last line break, beside the file that names them", async () => {
    const { backend, variables, cwd } = await fromConf(
      "{ api_key: file:key, headers: { a: file:../key }, organization: file:secrets/org }",
    );
    expect(backend).toEqual({
      api_key: "secret sk-beside-config",
      headers: { a: "secret sk-beside-folder" },
      organization: "org-1\n",
    });
    expect(variables.map(({ variable, isSet, file }) => ({ variable, isSet, file }))).toEqual([
      { variable: "file:key", isSet: true, file: join(cwd, "conf/key") },
      { variable: "file:../key", isSet: true, file: join(cwd, "key") },
      { variable: "file:secrets/org", isSet: true, file: join(cwd, "conf/secrets/org") },
    ]);
  });

  it("are found from the folder in use, for a text that stands in no file", async () => {
    const cwd = await folder();
    const { raw } = await expand(await readConfigText("backends: {o: {api_key: file:key}}", undefined, { cwd }), {
      env: {},
      cwd,
    });
    expect(revealed(raw.value)).toEqual({ backends: { o: { api_key: "secret sk-beside-folder" } } });
  });

  it("that give nothing count as unset, with the reason", async () => {
    const { backend, variables, raw } = await fromConf(
      "{ region: eu, api_keys: [file:none, file:secrets, file:empty, file:large, 'file:'] }",
    );
    expect(backend).toEqual({ region: "eu" });
    expect(raw.problems).toEqual([]);
    expect(variables.map(({ variable, isSet, reason }) => `${variable} ${isSet} ${reason}`)).toEqual([
      "file:none false does not exist",
      "file:secrets false is a folder",
      "file:empty false is empty",
      "file:large false is larger than 64 KiB and was not read",
      "file: false names no file",
    ]);
  });

  it("may be named with variables", async () => {
    const named = await fromConf("{ api_key: 'file:${DIR}/key' }", { DIR: ".." });
    expect(named.backend).toEqual({ api_key: "secret sk-beside-folder" });
    const unnamed = await fromConf("{ api_key: 'file:${DIR}/key' }");
    expect(unnamed.backend).toEqual({});
    expect(unnamed.variables.map(({ variable, isSet }) => `${variable} ${isSet}`)).toEqual(["DIR false"]);
    const malformed = await fromConf("{ api_key: 'file:${DIR' }");
    expect(malformed.raw.problems.map(({ code }) => code)).toEqual(["malformed_variable"]);
  });

  it("are not read because a variable says so, nor outside backends", async () => {
    const { backend } = await fromConf("{ api_key: '${KEY}' }", { KEY: "file:key" });
    expect(backend).toEqual({ api_key: "secret file:key" });
    const elsewhere = await readConfigText("models: {a: {description: file:key}}");
    expect((await expand(elsewhere, { env: {} })).raw.value).toBe(elsewhere.value);
  });
});
