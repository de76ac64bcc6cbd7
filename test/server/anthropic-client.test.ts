import Anthropic from "@anthropic-ai/sdk";
import { describe, expect, it } from "vitest";
import { badRequest, type FakeScript, rateLimited } from "../../src/backends/fake.ts";
import { type AGatewayOptions, aGateway, KEY, KEYS } from "./support/a-gateway.ts";
import { gathered } from "./support/gathered.ts";

const asked = { model: "m", max_tokens: 100, messages: [{ role: "user" as const, content: "one two three" }] };

async function aClient(options: AGatewayOptions = {}, more: ConstructorParameters<typeof Anthropic>[0] = {}) {
  const gateway = await aGateway({ keys: KEYS, ...options });
  const client = new Anthropic({ baseURL: gateway.url, apiKey: KEY, maxRetries: 0, ...more });
  return { client, ...gateway, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() };
}

const answering = (script: FakeScript) => ({ scripts: { a: script } });

describe("Anthropic's client at the gateway", () => {
  it("gets a message of the model it asked for, and the id of its request", async () => {
    await using gateway = await aClient();
    const reply = await gateway.client.messages.create(asked);
    expect(reply).toMatchObject({
      model: "m",
      role: "assistant",
      stop_reason: "end_turn",
      usage: { output_tokens: 3 },
    });
    expect(reply.content).toMatchObject([{ type: "text", text: "one two three" }]);
    expect(reply._request_id).toMatch(/^\w+$/);
  });

  it("streams what is whole in the end, thoughts too", async () => {
    await using gateway = await aClient(answering({ reasoning: "let me see", text: "one two three" }));
    const reply = await gateway.client.messages.stream(asked).finalMessage();
    expect(reply.content.map(({ type }) => type)).toEqual(["thinking", "text"]);
    expect(reply).toMatchObject({ stop_reason: "end_turn" });
  });

  it("is told at the beginning of a stream about how many tokens it asked with", async () => {
    await using gateway = await aClient();
    for await (const event of gateway.client.messages.stream(asked)) {
      if (event.type === "message_start") expect(event.message.usage.input_tokens).toBeGreaterThan(3);
    }
    expect.assertions(1);
  });

  it("gets the calls of tools, and streamed in pieces", async () => {
    await using gateway = await aClient(answering({ toolCalls: [{ name: "weather", arguments: { city: "Bern" } }] }));
    const tools = [{ name: "weather", input_schema: { type: "object" as const } }];
    const reply = await gateway.client.messages.stream({ ...asked, tools }).finalMessage();
    expect(reply.stop_reason).toBe("tool_use");
    expect(reply.content).toMatchObject([{ type: "tool_use", name: "weather", input: { city: "Bern" } }]);
  });

  it("counts tokens and lists models in its own shape, page by page", async () => {
    await using gateway = await aClient();
    expect((await gateway.client.messages.countTokens(asked)).input_tokens).toBeGreaterThan(0);
    const models = await gathered(gateway.client.models.list({ limit: 1 }));
    expect(models.map(({ id, type }) => [id, type])).toEqual([
      ["m", "model"],
      ["mock/echo", "model"],
    ]);
    expect(await gateway.client.models.retrieve("mock/echo")).toMatchObject({ type: "model", id: "mock/echo" });
  });

  it.each([
    ["400", Anthropic.BadRequestError, answering(badRequest()), {}],
    ["401", Anthropic.AuthenticationError, {}, { apiKey: "wrong" }],
    ["403", Anthropic.PermissionDeniedError, {}, { defaultHeaders: { origin: "null" } }],
    ["404", Anthropic.NotFoundError, answering({ failure: { status: 404, code: "model_not_found" } }), {}],
    ["413", Anthropic.APIError, { maxBodyBytes: 10 }, {}],
    ["422", Anthropic.UnprocessableEntityError, answering({ failure: { status: 422 } }), {}],
    ["429", Anthropic.RateLimitError, answering(rateLimited()), {}],
    ["502", Anthropic.InternalServerError, answering({ failure: { status: 500 } }), {}],
    ["503", Anthropic.InternalServerError, answering({ failure: { status: 503 } }), {}],
  ])("raises its own error for %s", async (status, kind, options, more) => {
    await using gateway = await aClient(options, more);
    const failure = await gateway.client.messages.create(asked).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(kind);
    expect(failure).toMatchObject({ status: Number(status), error: { type: "error" } });
  });

  it("raises an error for a stream that breaks off", async () => {
    await using gateway = await aClient(answering({ text: "one two three", fault: { kind: "cut" } }));
    await expect(gateway.client.messages.stream(asked).finalMessage()).rejects.toBeInstanceOf(Anthropic.APIError);
  });
});
