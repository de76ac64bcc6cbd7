import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inProject } from "../../scripts/support/project.js";
import buildFirst from "./support/build-first.ts";
import { entries, MADE_FOR, manifest } from "./support/entries.ts";
import { pack, runNpm } from "./support/pack.ts";

/** An empty project into which the package is installed as a stranger would. */
let folder: string;
/** Why the package could not be installed here: only ever that the registry cannot be reached. */
let unreachable: string | undefined;

const node = (...args: string[]) =>
  execFileSync(process.execPath, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, XDG_CONFIG_HOME: folder },
  });

beforeAll(async () => {
  await buildFirst();
  folder = mkdtempSync(join(tmpdir(), "modelmall-stranger ü-"));
  const { filename } = pack({ into: folder });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "stranger", private: true, type: "module" }));
  const started = performance.now();
  try {
    runNpm(["install", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", `./${filename}`], folder);
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    if (!/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED/.test(stderr)) throw error;
    unreachable = "the npm registry cannot be reached and npm's cache does not hold the dependencies";
    return;
  }
  console.info(`installed the tarball in ${((performance.now() - started) / 1_000).toFixed(1)} s`);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the installed root gives a manager that works offline", (context) => {
  if (unreachable !== undefined) context.skip(unreachable);
  const code = `
    import { createManager } from "modelmall";
    const manager = await createManager({ path: "registry.json" });
    manager.registry.set("acme/model", { provider: "acme", contextWindow: 8000 });
    await manager.close();
    const again = await createManager({ path: "registry.json" });
    console.log(again.list({ contextWindow: { $gte: 8000 } }).map(({ id }) => id).join());
    await again.close();`;
  expect(node("--input-type=module", "-e", code).trim()).toBe("acme/model");
});

/** What needs nothing but the package itself. */
const alone = entries().filter(({ specifier }) => !MADE_FOR.has(specifier));

test("an entry made for a package that is not there says which", (context) => {
  if (unreachable !== undefined) context.skip(unreachable);
  for (const [specifier, needed] of MADE_FOR) {
    const code = `await import("${specifier}").catch(({ message }) => console.log(message));`;
    expect(node("--input-type=module", "-e", code)).toContain(`'${needed}'`);
  }
});

test("every other entry can be imported where the package is installed", (context) => {
  if (unreachable !== undefined) context.skip(unreachable);
  const specifiers = JSON.stringify(alone.map(({ specifier }) => specifier));
  const code = `for (const specifier of ${specifiers}) await import(specifier); console.log("all");`;
  expect(node("--input-type=module", "-e", code).trim()).toBe("all");
});

test("the installed program tells its version", (context) => {
  if (unreachable !== undefined) context.skip(unreachable);
  expect(node(join("node_modules", "modelmall", "dist", "cli", "main.js"), "--version").trim()).toBe(manifest.version);
});

test.for(["es2023", "esnext"])("a strict TypeScript consumer with lib %s compiles against it", (lib, context) => {
  if (unreachable !== undefined) context.skip(unreachable);
  const imports = alone.map(({ specifier }, index) => `export * as entry${index} from "${specifier}";`);
  writeFileSync(join(folder, "consumer.ts"), [CONSUMER, ...imports].join("\n"));
  const settings = ["--strict", "--exactOptionalPropertyTypes", "--noEmit", "--skipLibCheck", "false"];
  const target = ["--lib", lib, "--target", "es2023", "--module", "nodenext", "--types", "node"];
  const roots = ["--typeRoots", inProject("node_modules", "@types")];
  const tsc = inProject("node_modules", "typescript", "bin", "tsc");
  expect(compile([tsc, ...settings, ...target, ...roots, "consumer.ts"])).toBe("");
});

const CONSUMER = `
import { createManager, type Model, type ModelManager, type ModelSource } from "modelmall";
const source: ModelSource = { name: "mine", discover: () => [{ id: "acme/model", provider: "acme" }] };
const manager: ModelManager = await createManager({ sources: ["catalog", source] });
const asMap: Map<string, Model> = manager.registry;
const model: Model | undefined = asMap.get("acme/model");
const cheap: Model[] = manager.list({ contextWindow: { $gte: 128000 }, capabilities: ["tools"] });
const { client, request } = manager.connect("acme/model", "openai", { apiKey: "k" });
const baseURL: string = client.baseURL;
export { baseURL, cheap, model, request };
`;

/** What the compiler complains about; nothing when all is well. */
function compile(args: readonly string[]): string {
  try {
    return node(...args);
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
