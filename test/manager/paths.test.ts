import { userInfo } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { registryPath } from "../../src/manager/paths.ts";

describe("where the registry is kept", () => {
  it.each([
    [{ HOME: "/home/me" }, undefined, "/home/me/.config/modelmall/registry.json"],
    [{ HOME: "/home/me", XDG_CONFIG_HOME: "/cfg" }, undefined, "/cfg/modelmall/registry.json"],
    [{ HOME: "/home/me", XDG_CONFIG_HOME: "  " }, undefined, "/home/me/.config/modelmall/registry.json"],
    [{ HOME: "/home/me", MODELMALL_REGISTRY: "/r/mine.json" }, undefined, "/r/mine.json"],
    [{ HOME: "/home/me", MODELMALL_REGISTRY: "~/mine.json" }, undefined, "/home/me/mine.json"],
    [{ HOME: "/home/me", MODELMALL_REGISTRY: "/r/mine.json" }, "/given.json", "/given.json"],
    [{ HOME: "/home/ü me" }, "~/a b.json", "/home/ü me/a b.json"],
  ])("%j and the option %s give %s", (env, path, expected) => {
    expect(registryPath(env, path)).toBe(expected);
  });

  it("asks the system where HOME is empty or unset", () => {
    const expected = join(userInfo().homedir, ".config", "modelmall", "registry.json");
    expect(registryPath({ HOME: " " })).toBe(expected);
    expect(registryPath({})).toBe(expected);
  });
});
