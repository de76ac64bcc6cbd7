import { describe, expect, it } from "vitest";
import { proxyFor } from "../../src/wire/proxy.ts";

const through = (address: string, env: Record<string, string>) => proxyFor(new URL(address), env)?.origin;

describe("proxyFor", () => {
  it("takes the variable of the protocol, lower case first, and HTTP_PROXY for https where it is the only one", () => {
    const env = { HTTP_PROXY: "http://plain:1", HTTPS_PROXY: "http://upper:2", https_proxy: "http://lower:3" };
    expect(through("https://api.acme.test", env)).toBe("http://lower:3");
    expect(through("http://api.acme.test", env)).toBe("http://plain:1");
    expect(through("https://api.acme.test", { http_proxy: "plain:1" })).toBe("http://plain:1");
    expect(through("http://api.acme.test", { https_proxy: "http://lower:3" })).toBeUndefined();
    expect(through("https://api.acme.test", { https_proxy: "  " })).toBeUndefined();
  });

  it.each([
    ["acme.test", true],
    [".acme.test", true],
    ["*.acme.test", true],
    ["api.acme.test:443", true],
    ["api.acme.test:8443", false],
    ["me.test", false],
    ["other.test, acme.test", true],
    ["*", true],
    ["", false],
  ])("with NO_PROXY=%s calls https://api.acme.test directly: %s", (no_proxy, direct) => {
    const proxy = through("https://api.acme.test", { https_proxy: "http://proxy:3", no_proxy });
    expect(proxy === undefined).toBe(direct);
  });

  it.each(["http://localhost:11434", "http://127.0.0.1:1", "http://[::1]:1"])(
    "never asks a proxy for %s",
    (address) => {
      expect(through(address, { http_proxy: "http://proxy:3" })).toBeUndefined();
    },
  );

  it("names the variable that holds no address, and not what it holds", () => {
    const env = { https_proxy: "socks5://user:canary-password@host" };
    expect(() => through("https://api.acme.test", env)).toThrow("HTTPS_PROXY holds no address like http://host:port");
  });
});
