import { describe, expect, it } from "vitest";
import { openBackend } from "../../src/builtins/open-backend.ts";
import { sharedWire } from "../../src/builtins/shared-wire.ts";
import type { BackendConfig } from "../../src/config.ts";
import { startFakeServer } from "../../src/testing/fake-server.ts";
import { Secret } from "../../src/util/secret.ts";
import type { Wire } from "../../src/wire.ts";
import { catalogueWith, configOf } from "../config/support/config-of.ts";

const HELLO = { messages: [{ role: "user" as const, content: "hello" }] };

async function backendOf(text: string, name = "team"): Promise<BackendConfig> {
  const backend = (await configOf(`models: { m: ${name}/gpt-4o }\n${text}`)).backends.get(name);
  if (backend === undefined) throw new Error("no such backend");
  return backend;
}

describe("opening an account of a config", () => {
  it("calls it with the key it is given, and with all that is written down", async () => {
    await using server = await startFakeServer({ text: "hi" });
    const team = `{ provider: openai, base_url: "${server.url}/v1", api_key: [sk-first, sk-second], headers: { x-team: a }, organization: org-1 }`;
    const config = await backendOf(`backends: { team: ${team} }`);
    const open = openBackend({ catalogue: catalogueWith({}), env: { OPENAI_API_KEY: "sk-of-the-environment" } });
    const backends = config.apiKeys.map((key) => open(config, key));
    for (const backend of backends) await backend.generate("gpt-4o", HELLO);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer sk-first",
      "Bearer sk-second",
    ]);
    expect(server.requests[0]?.headers).toMatchObject({ "x-team": "a", "openai-organization": "org-1" });
    expect(backends[0]?.name).toBe("team");
    for (const backend of backends) await backend.close();
  });

  it("prices a deployment as the model it stands for, the config's word before the catalogue's", async () => {
    await using server = await startFakeServer({ text: "hi", usage: { input: 1_000_000, output: 0 } });
    const models = "{ gpt-4o: { deployment: ours, pricing: { unit: per_1m_tokens, input: 7 } } }";
    const team = `{ provider: custom, base_url: "${server.url}/v1", models: ${models} }`;
    const config = await backendOf(`backends: { team: ${team} }`);
    const catalogue = catalogueWith({ "custom/gpt-4o": { pricing: { input: 1, output: 2 } } });
    const backend = openBackend({ catalogue, env: {} })(config, undefined);
    expect((await backend.generate("ours", HELLO)).cost).toMatchObject({ usd: "7" });
    await backend.close();
  });

  it("sees prices that change in the catalogue", async () => {
    await using server = await startFakeServer({ text: "hi", usage: { input: 1_000_000, output: 0 } });
    let price = 1;
    const catalogue = {
      ...catalogueWith({}),
      facts: () => ({ pricing: { input: price, output: 0 } }),
      get version() {
        return price;
      },
    };
    const env = { OPENAI_API_KEY: "sk-x", OPENAI_BASE_URL: `${server.url}/v1` };
    const backend = openBackend({ catalogue, env })(await backendOf("", "openai"), undefined);
    expect((await backend.generate("gpt-4o", HELLO)).cost.usd).toBe("1");
    price = 2;
    expect((await backend.generate("gpt-4o", HELLO)).cost.usd).toBe("2");
    await backend.close();
  });

  it("takes the account given in code where the config writes none down", async () => {
    await using server = await startFakeServer({ text: "hi" });
    const accountAt = () => ({ apiKey: new Secret("sk-in-code"), baseUrl: `${server.url}/v1` });
    const open = openBackend({ catalogue: catalogueWith({}), env: {}, accountAt });
    const backend = open(await backendOf("", "openai"), undefined);
    await backend.generate("gpt-4o", HELLO);
    expect(server.requests[0]?.headers.authorization).toBe("Bearer sk-in-code");
    const written = open(
      await backendOf(`backends: { team: { provider: openai, api_key: sk-y } }`),
      new Secret("sk-y"),
    );
    await Promise.all([backend.close(), written.close()]);
  });

  it("sends everything over a wire that is given, and leaves that open", async () => {
    const seen: string[] = [];
    let isClosed = false;
    const wire: Wire = {
      send: async ({ url }) => {
        seen.push(url);
        throw new Error("enough seen");
      },
      close: async () => {
        isClosed = true;
      },
    };
    const env = { OPENAI_API_KEY: "sk-x" };
    const backend = openBackend({ catalogue: catalogueWith({}), env, wire })(await backendOf("", "openai"), undefined);
    await expect(backend.generate("gpt-4o", HELLO)).rejects.toThrow();
    await backend.close();
    expect([seen.length, isClosed]).toEqual([1, false]);
  });
});

describe("connections that several share", () => {
  const ASKED = { method: "GET", url: "http://127.0.0.1:1/", headers: {} } as const;
  const HOW = { target: "a/b", secrets: [] };

  it("are let go of when the last one closes theirs, and made anew after that", async () => {
    const take = sharedWire({});
    const [one, other] = [take(), take()];
    await one.close();
    await one.close();
    await expect(other.send(ASKED, HOW)).rejects.toThrow("connection refused");
    await other.close();
    await expect(other.send(ASKED, HOW)).rejects.toThrow("the wire is closed");
    const later = take();
    await expect(later.send(ASKED, HOW)).rejects.toThrow("connection refused");
    await later.close();
  });
});
