import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refuseDestination } from "../../src/server/foreign-destination.ts";
import { brokenBound } from "../../src/server/json-bounds.ts";
import { aGateway } from "./support/a-gateway.ts";
import { rawRequest } from "./support/raw-request.ts";

const messages = [{ role: "user", content: "hello" }];
const PATHS = [
  "/v1/chat/completions",
  "/v1/completions",
  "/v1/responses",
  "/v1/embeddings",
  "/v1/moderations",
  "/v1/messages",
  "/api/chat",
];

describe("a request's body", () => {
  it.each([
    ["no JSON", "{", 400],
    ["empty", "", 400],
    ["a list", "[]", 400],
    ["nothing", "null", 400],
    ["nested too deeply", `{"model":"m","messages":${"[".repeat(200_000)}`, 400],
    ["nested too deeply, but well", `{"model":"m","messages":${"[".repeat(129)}${"]".repeat(129)}}`, 400],
  ])("is refused when it is %s, in every dialect", async (_, body, status) => {
    await using gateway = await aGateway();
    for (const path of PATHS) {
      const headers = { "content-type": "application/json" };
      const answer = await gateway.ask(path, { method: "POST", headers, body });
      expect([path, answer.status]).toEqual([path, status]);
      expect(await answer.json()).toHaveProperty("error");
    }
    expect(gateway.backends.a?.calls).toEqual([]);
  });

  it("is refused when it is larger than allowed, announced or not, and the connection goes on", async () => {
    await using gateway = await aGateway({ maxBodyBytes: 1_000 });
    const { port } = gateway.gateway.address;
    const large = "x".repeat(2_000);
    const head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    const announced = await rawRequest(port, `${head}Content-Length: 2000\r\n\r\n`);
    const chunked = await rawRequest(port, `${head}Transfer-Encoding: chunked\r\n\r\n7d0\r\n${large}\r\n0\r\n\r\n`);
    const expected = await rawRequest(port, `${head}Content-Length: 2000\r\nExpect: 100-continue\r\n\r\n`);
    expect([announced, chunked, expected].map(({ status }) => status)).toEqual([413, 413, 413]);
    const fits = await gateway.ask("/v1/chat/completions", { json: { model: "m", messages } });
    expect(fits.status).toBe(200);
  });

  it.each([
    ["text", { "content-type": "text/plain" }],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }],
    ["compressed", { "content-type": "application/json", "content-encoding": "gzip" }],
  ])("is refused when it is %s", async (_, headers) => {
    await using gateway = await aGateway();
    const body = JSON.stringify({ model: "m", messages });
    const answer = await gateway.ask("/v1/chat/completions", { method: "POST", headers, body });
    expect(answer.status).toBe(415);
  });

  it("changes no object with keys such as __proto__", async () => {
    await using gateway = await aGateway();
    const body = `{"model":"m","__proto__":{"evil":1},"constructor":{"prototype":{"evil":1}},"messages":[{"role":"user","content":"x","__proto__":{"evil":1}}]}`;
    const headers = { "content-type": "application/json" };
    expect((await gateway.ask("/v1/chat/completions", { method: "POST", headers, body })).status).toBe(200);
    expect(({} as { evil?: unknown }).evil).toBeUndefined();
  });

  it.each([
    { api_base: "http://evil.example" },
    { base_url: "http://evil.example" },
    { baseURL: "http://evil.example" },
    { "base-url": "http://evil.example" },
    { api_key: "sk-of-the-caller" },
    { custom_host: "http://evil.example" },
    { user_config: { model_list: [{ litellm_params: { api_base: "http://evil.example" } }] } },
    { extra_body: { a: { b: { c: { d: { BASE_URL: "http://evil.example" } } } } } },
    { aws_bedrock_runtime_endpoint: "http://evil.example" },
    { azure_endpoint: "http://evil.example" },
    { proxy: "http://evil.example" },
  ])("is refused, naming the field, when it says where it is to be sent: %j", async (field) => {
    await using gateway = await aGateway();
    for (const [path, rest] of [
      ["/v1/chat/completions", { messages }],
      ["/v1/responses", { input: "x" }],
      ["/v1/messages", { messages, max_tokens: 1 }],
      ["/v1/embeddings", { input: "x" }],
      ["/v1/moderations", { input: "x" }],
      ["/api/chat", { messages }],
    ] as const) {
      const answer = await gateway.ask(path, { json: { model: "m", ...rest, ...field } });
      expect([path, answer.status]).toEqual([path, 400]);
      expect(await answer.text()).toContain(Object.keys(field)[0]);
    }
    expect(gateway.backends.a?.calls).toEqual([]);
  });

  it("may speak of addresses where they are content: in tools, arguments and text", async () => {
    await using gateway = await aGateway();
    const tools = [
      {
        type: "function",
        function: { name: "open", parameters: { type: "object", properties: { base_url: { type: "string" } } } },
      },
    ];
    const answer = await gateway.ask("/v1/chat/completions", { json: { model: "m", messages, tools } });
    expect(answer.status).toBe(200);
    expect(() => refuseDestination({ prompt: { variables: { url: "https://a.example", host: "x" } } })).not.toThrow();
  });
});

describe("the bounds of a JSON text", () => {
  it("count what parsing it would give, whatever stands in its strings", () => {
    const heldIn = (value: unknown): number => {
      if (typeof value !== "object" || value === null) return 0;
      const items = Object.values(value);
      return 1 + Math.max(0, items.length - 1) + items.reduce<number>((sum, item) => sum + heldIn(item), 0);
    };
    const depthOf = (value: unknown): number =>
      typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(7), (value, most) => {
        const bytes = Buffer.from(JSON.stringify(value));
        const depthAlone = { depth: most, values: 10_000 };
        expect(brokenBound(bytes, depthAlone)).toBe(depthOf(value) > most ? "depth" : undefined);
        const valuesAlone = { depth: 100, values: most };
        expect(brokenBound(bytes, valuesAlone)).toBe(heldIn(value) > most ? "values" : undefined);
      }),
      { numRuns: 1_000 },
    );
    expect(brokenBound(Buffer.from('["\\"[[[[", "\\\\", "[[["]'), { depth: 1, values: 9 })).toBeUndefined();
  });
});
