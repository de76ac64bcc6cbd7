import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError } from "../../src/config/config-error.ts";
import { type ConfigEvent, type ConfigWatcher, type WatchOptions, watchConfig } from "../../src/config/watch.ts";

let cwd: string;
let watcher: ConfigWatcher | undefined;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "modelmall-watch-"));
});

afterEach(async () => {
  watcher?.close();
  watcher = undefined;
  await rm(cwd, { recursive: true, force: true });
});

const one = (target: string) => `models: { m: ${target} }\n`;

async function start(options: WatchOptions = {}): Promise<ConfigWatcher> {
  watcher = await watchConfig(join(cwd, "modelmall.yaml"), { env: {}, cwd, ...options });
  return watcher;
}

function put(name: string, text: string): Promise<void> {
  return writeFile(join(cwd, name), text);
}

/** The next event that fits. */
function event(of: ConfigWatcher, fits: (event: ConfigEvent) => boolean = () => true): Promise<ConfigEvent> {
  return new Promise((settle) => {
    const stop = of.onChange((event) => {
      if (!fits(event)) return;
      stop();
      settle(event);
    });
  });
}

function target(of: ConfigWatcher): string | undefined {
  return of.config.models.get("m")?.targets[0]?.target;
}

describe("watching a config", () => {
  it("takes over a change, and tells what changed", async () => {
    await put("modelmall.yaml", one("openai/gpt-4"));
    const watcher = await start();
    const before = watcher.config;
    const changed = event(watcher);
    await put("modelmall.yaml", one("openai/gpt-4o"));
    const { kind, config, difference } = await changed;
    expect(kind).toBe("changed");
    expect(config).toBe(watcher.config);
    expect(target(watcher)).toBe("openai/gpt-4o");
    expect(difference.changes.map(({ subject }) => subject)).toContain("m");
    expect(before.models.get("m")?.targets[0]?.target).toBe("openai/gpt-4");
  });

  it("keeps the last good config while the file is broken, and says what is wrong until it is mended", async () => {
    await put("modelmall.yaml", one("openai/gpt-4"));
    const watcher = await start();
    const good = watcher.config;
    const refused = event(watcher);
    await put("modelmall.yaml", one("opnai/gpt-4"));
    expect(await refused).toMatchObject({ kind: "refused", config: good });
    expect(watcher.config).toBe(good);
    expect(watcher.problems.map(({ code }) => code)).toEqual(["unknown_backend"]);

    const mended = event(watcher);
    await put("modelmall.yaml", one("openai/gpt-4"));
    expect((await mended).kind).toBe("unchanged");
    expect(watcher.problems).toEqual([]);

    const changed = event(watcher);
    await put("modelmall.yaml", one("openai/gpt-4o"));
    expect((await changed).kind).toBe("changed");
  });

  it("sees a file that is put in the place of the old one, and one that comes back", async () => {
    await put("modelmall.yaml", one("openai/gpt-4"));
    const watcher = await start();
    const replaced = event(watcher);
    await put(".modelmall.yaml.swp", one("openai/gpt-4o"));
    await rename(join(cwd, ".modelmall.yaml.swp"), join(cwd, "modelmall.yaml"));
    expect((await replaced).kind).toBe("changed");

    const gone = event(watcher);
    await unlink(join(cwd, "modelmall.yaml"));
    expect((await gone).kind).toBe("refused");
    expect(target(watcher)).toBe("openai/gpt-4o");

    const back = event(watcher);
    await put("modelmall.yaml", one("openai/gpt-4"));
    expect((await back).kind).toBe("changed");
  });

  it("follows links that are swapped, as Kubernetes does with a config map", async () => {
    for (const [version, name] of [
      ["..v1", "openai/gpt-4"],
      ["..v2", "openai/gpt-4o"],
    ] as const) {
      await mkdir(join(cwd, version));
      await put(join(version, "modelmall.yaml"), one(name));
    }
    await symlink("..v1", join(cwd, "..data"));
    await symlink("..data/modelmall.yaml", join(cwd, "modelmall.yaml"));
    const watcher = await start();
    expect(target(watcher)).toBe("openai/gpt-4");
    for (const [version, expected] of [
      ["..v2", "openai/gpt-4o"],
      ["..v1", "openai/gpt-4"],
    ] as const) {
      const swapped = event(watcher);
      await symlink(version, join(cwd, "..next"));
      await rename(join(cwd, "..next"), join(cwd, "..data"));
      expect((await swapped).kind).toBe("changed");
      expect(target(watcher)).toBe(expected);
    }
  });

  it("sees changes in included files, also in one that was not there yet, and in its folder", async () => {
    await put("modelmall.yaml", one("openai/gpt-4"));
    const watcher = await start();
    const missing = event(watcher);
    await put("modelmall.yaml", `include: parts/more.yaml\n${one("openai/gpt-4")}`);
    expect((await missing).kind).toBe("refused");
    const there = event(watcher, ({ kind }) => kind === "changed");
    await mkdir(join(cwd, "parts"));
    await put("parts/more.yaml", "models: { n: openai/gpt-4 }\n");
    await there;
    expect([...watcher.config.models.keys()].sort()).toEqual(["m", "n"]);
    const again = event(watcher, ({ kind }) => kind === "changed");
    await put("parts/more.yaml", "models: { o: openai/gpt-4 }\n");
    await again;
    expect([...watcher.config.models.keys()].sort()).toEqual(["m", "o"]);
  });

  it("takes over a rotated key, and tells of no value", async () => {
    await put("key", "sk-1\n");
    await put("modelmall.yaml", `${one("openai/gpt-4")}backends: { openai: { api_key: file:key } }\n`);
    const watcher = await start();
    const rotated = event(watcher);
    await put("key", "sk-2\n");
    const { kind, difference } = await rotated;
    expect(kind).toBe("changed");
    expect(JSON.stringify(difference)).not.toContain("sk-");
    expect(watcher.config.backends.get("openai")?.apiKeys[0]?.reveal()).toBe("sk-2");
  });

  it("ends with the last of many quick writes, without reading at each", async () => {
    await put("modelmall.yaml", one("openai/gpt-0"));
    const watcher = await start();
    let events = 0;
    watcher.onChange(() => events++);
    const last = event(watcher, ({ config }) => config.models.get("m")?.targets[0]?.target === "openai/gpt-200");
    for (let index = 1; index <= 200; index++) await put("modelmall.yaml", one(`openai/gpt-${index}`));
    await last;
    expect(target(watcher)).toBe("openai/gpt-200");
    expect(events).toBeLessThan(50);
  });

  it("looks at the files now and then where it is told to", async () => {
    await put("modelmall.yaml", one("openai/gpt-4"));
    const watcher = await start({ poll: true });
    const changed = event(watcher);
    await put("modelmall.yaml", one("openai/gpt-4o"));
    expect((await changed).kind).toBe("changed");
  });

  it("throws at the beginning when there is nothing good to begin with", async () => {
    await put("modelmall.yaml", one("opnai/gpt-4"));
    await expect(start()).rejects.toBeInstanceOf(ConfigError);
    await expect(watchConfig(undefined, { env: { HOME: join(cwd, "none") }, cwd: join(cwd, "none") })).rejects.toThrow(
      /modelmall config init/,
    );
  });
});

describe("reading again", () => {
  it("on request gives what stands there now, and once for all who ask meanwhile", async () => {
    await put("modelmall.yaml", one("openai/gpt-4"));
    const watcher = await start();
    expect((await watcher.reload()).kind).toBe("unchanged");
    await put("modelmall.yaml", `# only a comment\n${one("openai/gpt-4")}`);
    expect(await watcher.reload()).toMatchObject({ kind: "unchanged", difference: { changes: [] } });
    expect(watcher.config.locate(["models", "m"])?.line).toBe(2);
    await put("modelmall.yaml", one("openai/gpt-4o"));
    const [first, second] = await Promise.all([watcher.reload(), watcher.reload()]);
    expect(first).toBe(second);
    expect(first.kind).toBe("changed");
  });

  it("tells of a broken file once, however often it is read", async () => {
    await put("modelmall.yaml", one("openai/gpt-4"));
    const watcher = await start();
    const told: string[] = [];
    watcher.onChange(({ kind }) => told.push(kind));
    await put("modelmall.yaml", `include: missing.yaml\n${one("openai/gpt-4")}`);
    expect((await watcher.reload()).kind).toBe("refused");
    expect((await watcher.reload()).kind).toBe("refused");
    expect(told).toEqual(["refused"]);
  });

  it("is never overtaken: what was asked for last holds", async () => {
    await put("modelmall.yaml", one("openai/gpt-0"));
    const watcher = await start();
    const asked: Promise<ConfigEvent>[] = [];
    for (let index = 1; index <= 20; index++) {
      await put("modelmall.yaml", one(`openai/gpt-${index}`));
      asked.push(watcher.reload());
    }
    const events = await Promise.all(asked);
    const seen = events.map(({ config }) => Number(config.models.get("m")?.targets[0]?.target.split("-")[1]));
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(target(watcher)).toBe("openai/gpt-20");
  });

  it("tells every listener, whatever another throws", async () => {
    await put("modelmall.yaml", one("openai/gpt-4"));
    const watcher = await start();
    const warned = new Promise<Error>((settle) => process.once("warning", settle));
    watcher.onChange(() => {
      throw new Error("a clumsy listener");
    });
    const told: string[] = [];
    const stop = watcher.onChange(({ kind }) => told.push(kind));
    await put("modelmall.yaml", one("openai/gpt-4o"));
    expect((await watcher.reload()).kind).toBe("changed");
    expect(told).toEqual(["changed"]);
    expect((await warned).message).toContain("a clumsy listener");
    stop();
    await put("modelmall.yaml", one("openai/gpt-4"));
    await watcher.reload();
    expect(told).toEqual(["changed"]);
  });

  it("is over once it is closed, and the config stays", async () => {
    await put("modelmall.yaml", one("openai/gpt-4"));
    const watcher = await start();
    const under = watcher.reload();
    watcher.close();
    watcher.close();
    expect((await under).kind).toBe("unchanged");
    await expect(watcher.reload()).rejects.toThrow(/not watched any more/);
    expect(target(watcher)).toBe("openai/gpt-4");
  });

  it("keeps no process alive, closed or not", async () => {
    await put("modelmall.yaml", one("openai/gpt-4"));
    const module = new URL("../../src/config/watch.ts", import.meta.url).href;
    const script = `
      import { watchConfig } from ${JSON.stringify(module)};
      const watcher = await watchConfig("modelmall.yaml", { env: {} });
      if (process.argv[1] === "close") watcher.close();
      console.log(watcher.config.models.size);
    `;
    const run = promisify(execFile);
    const tsx = fileURLToPath(new URL("../../node_modules/tsx/dist/loader.mjs", import.meta.url));
    for (const how of ["close", "leave"]) {
      const { stdout } = await run(process.execPath, ["--import", tsx, "--input-type=module", "--eval", script, how], {
        cwd,
        timeout: 20_000,
      });
      expect(stdout).toBe("1\n");
    }
  }, 60_000);
});
