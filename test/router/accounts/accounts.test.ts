import { describe, expect, it } from "vitest";
import type { Backend } from "../../../src/backend.ts";
import { fakeBackend } from "../../../src/backends/fake.ts";
import type { Config } from "../../../src/config.ts";
import { createAccounts } from "../../../src/router/accounts/accounts.ts";
import { aConfig } from "../support/a-router.ts";

const backendOf = (config: Config, name: string) => {
  const backend = config.backends.get(name);
  if (backend === undefined) throw new Error(`no ${name}`);
  return backend;
};

function anOpener() {
  const opened: string[] = [];
  const closed: string[] = [];
  const renewed: string[] = [];
  const accounts = createAccounts({
    backends: ({ name }, key): Backend => {
      const id = `${name} ${key?.reveal()}`;
      opened.push(id);
      return { ...fakeBackend(), name, close: async () => void closed.push(id) };
    },
    onRenewed: (account) => renewed.push(account),
    onCloseFailed: () => undefined,
  });
  return { accounts, opened, closed, renewed };
}

const twoKeys = { a: 'api_key: ["$k1", "$k2"]' };

describe("the accounts of a config", () => {
  it("are one for each key, told by number and never by the key", async () => {
    const config = await aConfig(["a"], { fields: twoKeys });
    const { accounts } = anOpener();
    const keys = accounts
      .enter(config)
      .of(backendOf(config, "a"))
      .map(({ key }) => [key.id, key.position]);
    expect(keys).toEqual([
      ["a#1", "key 1 of 2"],
      ["a#2", "key 2 of 2"],
    ]);
  });

  it("are opened when they are first used, and once", async () => {
    const config = await aConfig(["a"], { fields: twoKeys });
    const { accounts, opened } = anOpener();
    const [first] = accounts.enter(config).of(backendOf(config, "a"));
    expect(opened).toEqual([]);
    expect(first?.connection.backend).toBe(first?.connection.backend);
    expect(opened).toEqual(["a k1"]);
  });

  it("stay open over a reload that says the same, also with other limits", async () => {
    const before = await aConfig(["a"]);
    const after = await aConfig(["a"], { fields: { a: 'api_key: "$k", rate_limits: { concurrent: 3 }' } });
    const { accounts, opened, closed, renewed } = anOpener();
    const old = accounts.enter(before);
    const backend = old.of(backendOf(before, "a"))[0]?.connection.backend;
    old.leave();
    const [now] = accounts.enter(after).of(backendOf(after, "a"));
    expect(now?.connection.backend).toBe(backend);
    expect(now?.key.backend.rateLimits).toEqual({ concurrent: 3 });
    expect([opened, closed, renewed]).toEqual([["a k"], [], []]);
  });

  it("are opened anew with another key, and the old closed only when its last call has ended", async () => {
    const before = await aConfig(["a"]);
    const after = await aConfig(["a"], { fields: { a: 'api_key: "$k1"' } });
    const { accounts, closed, renewed } = anOpener();
    const old = accounts.enter(before);
    expect(old.of(backendOf(before, "a"))[0]?.connection.backend).toBeDefined();
    const now = accounts.enter(after);
    expect(now.of(backendOf(after, "a"))[0]?.connection.backend).toBeDefined();
    expect([closed, renewed]).toEqual([[], ["a#1"]]);
    old.leave();
    expect(closed).toEqual(["a k"]);
    now.leave();
    await accounts.close();
    expect(closed).toEqual(["a k", "a k1"]);
  });

  it("that were given ready are one each, and not closed by whoever did not open them", async () => {
    const config = await aConfig(["a"], { fields: twoKeys });
    let isClosed = false;
    const close = async () => {
      isClosed = true;
    };
    const ready = { ...fakeBackend(), close };
    const accounts = createAccounts({ backends: { a: ready }, onRenewed: () => {}, onCloseFailed: () => {} });
    const set = accounts.enter(config);
    expect(set.of(backendOf(config, "a")).map(({ connection }) => connection.backend)).toEqual([ready]);
    set.leave();
    await accounts.close();
    expect(isClosed).toBe(false);
  });

  it("name those there are where one was not given", async () => {
    const config = await aConfig(["a", "b"]);
    const accounts = createAccounts({ backends: { a: fakeBackend() }, onRenewed: () => {}, onCloseFailed: () => {} });
    const [account] = accounts.enter(config).of(backendOf(config, "b"));
    expect(() => account?.connection.backend).toThrow('no backend "b" was given; there are a');
  });
});
