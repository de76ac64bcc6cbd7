import { describe, expect, it } from "vitest";
import { customProvider } from "../../../src/providers/custom.ts";
import { Secret } from "../../../src/util/secret.ts";
import { translated } from "../../support/translated.ts";

async function backend(block: string) {
  const { config, said } = await translated(`backends:\n  b: ${block}\n`);
  return { backend: config.backends.get("b"), said };
}

describe("the address of a backend", () => {
  it.each([
    ["https://api.example.com/v1", "https://api.example.com/v1"],
    ["http://localhost:11434///", "http://localhost:11434"],
    ["HTTPS://x", "HTTPS://x"],
  ])("%s is %s", async (written, baseUrl) => {
    expect(await backend(`{ provider: openai, base_url: "${written}" }`)).toMatchObject({
      backend: { baseUrl },
      said: [],
    });
  });

  it.each([
    ["ollama", "0.0.0.0:11434", "http://127.0.0.1:11434"],
    ["ollama", "gpu-box", "http://gpu-box:11434"],
    ["bedrock", "eu-west-1", "https://bedrock-runtime.eu-west-1.amazonaws.com"],
    ["azure", "https://res.openai.azure.com", "https://res.openai.azure.com"],
  ])("of %s may be what its variable holds: %s", async (provider, written, baseUrl) => {
    const block = `{ provider: ${provider}, base_url: "${written}" }`;
    expect(await backend(block)).toMatchObject({ backend: { baseUrl }, said: [] });
  });

  it.each([
    ["localhost:11434", "expected an address that begins with http:// or https://"],
    ["ftp://s3cret", "expected an address that begins with http:// or https://"],
    ["https://", "expected an address that begins with http:// or https://"],
    ["https://user:s3cret@example.com", "an address holds no user name or password; put the key into api_key"],
    ["https://x/v1?key=s3cret", "an address holds nothing after ? or #; a version belongs into api_version"],
    ["https://x/#s3cret", "an address holds nothing after ? or #"],
  ])("%s is refused, and not quoted", async (written, message) => {
    const { backend: refused, said } = await backend(`{ provider: openai, base_url: "${written}" }`);
    expect(refused).not.toHaveProperty("baseUrl");
    expect(said).toEqual([expect.stringContaining(`error modelmall.yaml:2:36 backends.b.base_url: ${message}`)]);
    expect(said[0]).not.toContain("s3cret");
  });

  it.each(["http://llm.example.com", "http://8.8.8.8/v1", "http://172.32.0.1", "http://[2001:db8::1]"])(
    "%s shows a key to everybody on the way, which is worth a warning",
    async (address) => {
      expect((await backend(`{ provider: openai, api_key: k, base_url: "${address}" }`)).said).toEqual([
        "warning modelmall.yaml:2:48 backends.b.base_url: http shows the key to everybody on the way; use https",
      ]);
      expect((await backend(`{ provider: openai, base_url: "${address}" }`)).said).toEqual([]);
    },
  );

  it.each([
    "https://llm.example.com",
    "http://localhost:1",
    "http://127.0.0.1",
    "http://10.1.2.3",
    "http://172.16.0.1",
    "http://192.168.1.1",
    "http://[::1]:8000",
    "http://[fd00::1]",
    "http://litellm:4000",
    "http://nas.local",
  ])("%s does not", async (address) => {
    expect((await backend(`{ provider: openai, api_key: k, base_url: "${address}" }`)).said).toEqual([]);
  });
});

describe("the provider of a backend", () => {
  it("that nobody knows is an error with the nearest there are", async () => {
    expect((await backend("{ provider: antropic }")).said).toEqual([
      "error modelmall.yaml:2:18 backends.b.provider: modelmall knows no such provider; did you mean anthropic? For another service write provider: custom and its base_url",
    ]);
    expect((await backend("{ provider: zzzzzzzz }")).said[0]).toMatch(
      /; the known ones are anthropic, azure, .*; for another service write/,
    );
  });

  it("that is left out under another name is an error at that name", async () => {
    expect((await backend("{ api_key: k }")).said[0]).toMatch(
      /^error modelmall\.yaml:2:3 backends\.b: no provider given, and "b" is none modelmall knows; the known ones are /,
    );
  });

  it.each(["openai", "anthropic", "google", "ollama"] as const)("may be custom and speak %s", async (dialect) => {
    const { backend: own, said } = await backend(
      `{ provider: custom, dialect: ${dialect}, base_url: http://localhost:1 }`,
    );
    expect(said).toEqual([]);
    expect(own?.provider).toBe(customProvider(dialect));
    expect(own?.provider).toMatchObject({ name: "custom", dialect, keyVariables: [] });
  });
});

describe("the keys and headers of a backend", () => {
  it("are secrets, trimmed, in order; one key or several", async () => {
    const { backend: one } = await backend("{ provider: openai, api_key: ' k ' }");
    expect(one?.apiKeys).toEqual([expect.any(Secret)]);
    expect(one?.apiKeys[0]?.reveal()).toBe("k");
    const { backend: several } = await backend("{ provider: openai, api_key: [a, b] }");
    expect(several?.apiKeys.map((key) => key.reveal())).toEqual(["a", "b"]);
    expect(JSON.stringify(several)).not.toContain('"a"');
  });

  it("that no header can carry are refused, and not quoted", async () => {
    const { backend: refused, said } = await backend(
      '{ provider: openai, api_key: "s3\\ncret", headers: { X-A: "s3cr\u20act" } }',
    );
    expect(refused).toMatchObject({ apiKeys: [], headers: {} });
    expect(said).toEqual([
      "error modelmall.yaml:2:35 backends.b.api_key: holds line breaks or signs that no header can carry",
      "error modelmall.yaml:2:63 backends.b.headers.X-A: holds line breaks or signs that no header can carry",
    ]);
  });

  it("stand under lower-case names, each once", async () => {
    const { backend: own, said } = await backend("{ provider: openai, headers: { X-Team: a, x-team: b } }");
    expect(Object.keys(own?.headers ?? {})).toEqual(["x-team"]);
    expect(said).toEqual([
      "error modelmall.yaml:2:48 backends.b.headers.x-team: another spelling of a header above; case does not count in their names, so remove one",
    ]);
  });
});
