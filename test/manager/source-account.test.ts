import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createManager } from "../../src/manager.ts";
import { openaiCompatible, providerApi } from "../../src/sources/provider-api.ts";
import { memory } from "../../src/stores/memory.ts";

const SECRET = "sk-canary-0123456789abcdef";
const list = async () => Response.json({ data: [{ id: "small" }] });

describe("an account given to a source in code", () => {
  it("reaches the models of a server the package does not know", async () => {
    const lab = openaiCompatible({
      name: "lab",
      baseUrl: "http://gpu-box:8000/v1",
      apiKey: SECRET,
      headers: { "x-team": "blue" },
    });
    const manager = await createManager({ store: memory(), sources: [lab], env: {}, fetch: list });
    await manager.discover("lab");
    const { client, request } = manager.connect("lab/small", "openai");
    expect(client).toMatchObject({ baseURL: "http://gpu-box:8000/v1", defaultHeaders: { "x-team": "blue" } });
    expect(client.apiKey).toBe(SECRET);
    expect(request).toMatchObject({ model: "small" });
    expect(inspect(lab, { depth: null, showHidden: true })).not.toContain(SECRET);
    expect(JSON.stringify(lab)).not.toContain(SECRET);
  });

  it("counts before the environment, and after what the caller says", async () => {
    const own = providerApi({ provider: "openai", baseUrl: "http://proxy.test/v1", apiKey: SECRET });
    const env = { OPENAI_API_KEY: "sk-environment", OPENAI_BASE_URL: "http://environment.test/v1" };
    const manager = await createManager({ store: memory(), sources: [own], env, fetch: list });
    await manager.discover("openai");
    expect(manager.connect("openai/small", "openai").client).toMatchObject({ baseURL: "http://proxy.test/v1" });
    expect(manager.connect("openai/small", "openai").client.apiKey).toBe(SECRET);
    const overridden = manager.connect("openai/small", "openai", {
      apiKey: "sk-caller",
      baseUrl: "http://caller.test",
    });
    expect(overridden.client).toMatchObject({ baseURL: "http://caller.test" });
    expect(overridden.client.apiKey).toBe("sk-caller");
  });
});
