import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { COMPLETION_SCRIPTS } from "../../src/cli/completion/scripts.ts";
import { aCommandLine, SOME_MODELS } from "./support/command-line.ts";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

async function aFilledOne() {
  const line = await aCommandLine();
  await line.fill(SOME_MODELS);
  const complete = async (...words: string[]) => {
    const { code, out, err } = await line.modelmall(["__complete", "--", ...words]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    return out.split("\n").slice(0, -1);
  };
  return { ...line, complete };
}

describe("what may come next", () => {
  it("is commands, verbs, options, and what the registry knows", async () => {
    const { complete, modelmall } = await aFilledOne();
    await modelmall(["models", "alias", "openai/gpt-4o", "best"]);
    expect(await complete("mo")).toEqual(["models"]);
    expect(await complete("models", "s")).toEqual(["show", "search"]);
    expect(await complete("models", "list", "--s")).toEqual(["--sort"]);
    expect(await complete("models", "show", "openai/gpt-4o-")).toEqual(["openai/gpt-4o-mini"]);
    expect(await complete("models", "show", "ollama/llama3.2:")).toEqual(["ollama/llama3.2:3b"]);
    expect(await complete("models", "compare", "openai/gpt-4o", "be")).toEqual(["best"]);
    expect(await complete("connect", "best", "--client", "op")).toEqual(["openai"]);
    expect(await complete("discover", "openr")).toEqual(["openrouter"]);
    expect(await complete("mall", "byPr")).toEqual(["byProvider", "byPrice"]);
    expect(await complete("mall", "byPrice", "")).toEqual(["free", "budget", "standard"]);
    expect(await complete("completion", "z")).toEqual(["zsh"]);
  });

  it("is found behind the global option, in the registry that it names", async () => {
    const { complete, registry } = await aFilledOne();
    expect(await complete("--registry", registry, "models", "sh")).toEqual(["show"]);
    expect(await complete("--registry", `${registry}.other`, "models", "show", "open")).toEqual([]);
  });

  it("is names of the config, its verbs, and the files it may stand in", async () => {
    const { complete, folder } = await aFilledOne();
    await mkdir(join(folder, ".config", "modelmall"), { recursive: true });
    const config = 'models: { writer: { backend: openai/gpt-4o, aliases: [write] }, "w*": openai/gpt-4o }';
    await writeFile(join(folder, ".config", "modelmall", "config.yaml"), config);
    await writeFile(join(folder, "draft.yaml"), "models: { wonder: openai/gpt-4o }");
    expect(await complete("config", "")).toEqual([
      "init",
      "check",
      "show",
      "diff",
      "migrate",
      "schema",
      "path",
      "help",
    ]);
    expect(await complete("route", "explain", "wr")).toEqual(["writer", "write"]);
    expect(await complete("connect", "wr")).toEqual(["writer", "write"]);
    expect(await complete("route", "explain", "--file", join(folder, "draft.yaml"), "w")).toEqual(["wonder"]);
    expect(await complete("config", "check", `${folder}/d`)).toEqual([join(folder, "draft.yaml")]);
    expect(await complete("config", "diff", `${folder}/draft.yaml`, `${folder}/.con`)).toEqual([`${folder}/.config/`]);
    await writeFile(join(folder, ".config", "modelmall", "config.yaml"), "models: {");
    expect(await complete("route", "explain", "openai/gpt-4o-")).toEqual(["openai/gpt-4o-mini"]);
  });

  it("is nothing where nothing is known: wrong words, free text, a broken registry", async () => {
    const { complete, registry } = await aFilledOne();
    expect(await complete("nonsense", "")).toEqual([]);
    expect(await complete("models", "show", "x", "y", "z")).toEqual([]);
    expect(await complete("models", "list", "--where", "")).toEqual([]);
    await writeFile(registry, JSON.stringify({ format: "modelmall-registry", version: 99 }));
    expect(await complete("models", "show", "op")).toEqual([]);
  });

  it("never is a word that would do something in a shell", async () => {
    const { complete, fill } = await aFilledOne();
    await fill(
      ["a/$(id)", "a/`id`", "a/x;id", "a/'q", 'a/"q', "a/x&", "a/x|y", "a/x>y", "a/*", "a/ok-1.5"].map((id) => ({
        id,
      })),
      {
        source: "hostile",
      },
    );
    expect(await complete("models", "show", "a/")).toEqual(["a/ok-1.5"]);
  });
});

describe("the scripts", () => {
  it.each(Object.keys(COMPLETION_SCRIPTS))("are printed for %s", async (shell) => {
    const { modelmall } = await aCommandLine();
    const { code, out } = await modelmall(["completion", shell]);
    expect(code).toBe(0);
    expect(out).toContain("modelmall __complete -- ");
  });

  it("are refused for a shell that is not known", async () => {
    const { modelmall } = await aCommandLine();
    expect(await modelmall(["completion", "tcsh"])).toEqual({
      code: 2,
      out: "",
      err: "error: command-argument value 'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.\n",
    });
  });

  it("complete in bash, also ids with colons, at which bash breaks words", { timeout: 30_000 }, async () => {
    const { folder, registry } = await aFilledOne();
    const script = join(folder, "try.sh");
    await writeFile(
      script,
      `modelmall() { "${process.execPath}" --import tsx "${main}" "$@"; }
${COMPLETION_SCRIPTS.bash}
try() { COMP_LINE="$1"; COMP_POINT=\${#1}; _modelmall; printf '%s|' "\${COMPREPLY[@]}"; echo; }
try 'modelmall mal'
try 'modelmall models show ollama/llama3.2:'
try 'modelmall models compare openai/gpt-4o '
`,
    );
    const { stdout } = await promisify(execFile)("bash", [script], {
      env: { ...process.env, MODELMALL_REGISTRY: registry },
    });
    expect(stdout.split("\n")).toEqual(["mall|", "3b|", "openai/gpt-4o|openai/gpt-4o-mini|ollama/llama3.2:3b|", ""]);
  });
});
