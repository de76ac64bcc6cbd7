import Anthropic from "@anthropic-ai/sdk";
import { Ollama } from "ollama";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { badRequest, brokenServer, fakeBackend, rateLimited } from "../../src/backends/fake.ts";
import { createRouter } from "../../src/router/create-router.ts";
import { aConfig } from "../router/support/a-router.ts";
import { aGateway } from "./support/a-gateway.ts";

const messages = [{ role: "user" as const, content: "hello" }];
const asked = { model: "m", messages };
const SECRET = "what the provider said of the prompt";
const failing = { a: { failure: { status: 500, message: SECRET } }, b: rateLimited(60_000) };
const route = "retry: { attempts: 2 }";
const TRIED = [
  { backend: "a", model: "x", code: "server_error", status: 500, ms: expect.any(Number) },
  { backend: "b", model: "x", code: "rate_limited", status: 429, ms: expect.any(Number) },
];

describe("a failure of every target", () => {
  it("tells its tries as data to OpenAI's client", async () => {
    await using gateway = await aGateway({ scripts: failing, route });
    const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: "none", maxRetries: 0 });
    const error = await client.chat.completions.create(asked).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.InternalServerError);
    expect(error).toMatchObject({ status: 502, code: "targets_failed", error: { attempts: TRIED } });
    expect((error as InstanceType<typeof OpenAI.APIError>).headers?.get("x-modelmall-attempts")).toBe("2");
  });

  it("tells them to Anthropic's client, and in the body of an answer of Responses", async () => {
    await using gateway = await aGateway({ scripts: failing, route });
    const client = new Anthropic({ baseURL: gateway.url, apiKey: "none", maxRetries: 0 });
    const error = await client.messages.create({ ...asked, max_tokens: 5 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Anthropic.InternalServerError);
    expect(error).toMatchObject({ status: 502, error: { type: "error", error: { attempts: TRIED } } });
    await using other = await aGateway({ scripts: failing, route });
    const answer = await other.ask("/v1/responses", { json: { model: "m", input: "hello" } });
    expect(await answer.json()).toMatchObject({ error: { attempts: TRIED } });
  });

  it("tells them beside Ollama's error, which its client still raises", async () => {
    await using gateway = await aGateway({ scripts: failing, route });
    const answer = await gateway.ask("/api/chat", { json: asked });
    expect([answer.status, await answer.json()]).toMatchObject([502, { code: "targets_failed", attempts: TRIED }]);
    await using other = await aGateway({ scripts: failing, route });
    const error = await new Ollama({ host: other.url }).chat(asked).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "ResponseError", status_code: 502 });
  });

  it("tells no word of the provider's with them", async () => {
    await using gateway = await aGateway({ scripts: failing, route });
    const answer = await gateway.ask("/v1/chat/completions", { json: asked });
    const { attempts } = ((await answer.json()) as { error: { attempts: object[] } }).error;
    expect(JSON.stringify(attempts)).not.toContain(SECRET);
  });

  it("tells which targets were not asked at all", async () => {
    await using gateway = await aGateway({ scripts: { a: rateLimited(60_000), b: rateLimited(60_000) }, route });
    expect((await gateway.ask("/v1/chat/completions", { json: asked })).headers.get("x-modelmall-passed-over")).toBe(
      null,
    );
    const again = await gateway.ask("/v1/chat/completions", { json: asked });
    expect(again.headers.get("x-modelmall-passed-over")).toMatch(/^[ab]\/x cooling(?:, [ab]\/x cooling)?$/);
    expect(again.status).toBe(503);
  });

  it("tells it of an answer too, streamed or whole", async () => {
    const config = await aConfig(["a", "b"], {
      fields: { a: 'api_key: "$k", rate_limits: { requests_per_minute: 1 }' },
    });
    const backends = {
      a: fakeBackend({ text: "fine" }, { name: "a" }),
      b: fakeBackend({ text: "fine" }, { name: "b" }),
    };
    await using gateway = await aGateway({ router: createRouter({ config, backends }) });
    const passedOver = async (stream: boolean) => {
      const answer = await gateway.ask("/v1/chat/completions", { json: { ...asked, stream } });
      await answer.text();
      return [answer.headers.get("x-modelmall-target"), answer.headers.get("x-modelmall-passed-over")];
    };
    expect(await passedOver(false)).toEqual(["a/x", null]);
    expect(await passedOver(false)).toEqual(["b/x", "a/x limited"]);
    expect(await passedOver(true)).toEqual(["b/x", "a/x limited"]);
  });

  it("tells of no tries where there were none", async () => {
    await using gateway = await aGateway({ scripts: { a: badRequest() } });
    for (const json of [asked, { ...asked, model: "nothing" }, { ...asked, messages: [] }]) {
      const answer = await gateway.ask("/v1/chat/completions", { json });
      expect(((await answer.json()) as { error: object }).error).not.toHaveProperty("attempts");
    }
  });

  it("tells them where a stream could not even begin", async () => {
    await using gateway = await aGateway({ scripts: { a: brokenServer() } });
    const answer = await gateway.ask("/v1/chat/completions", { json: { ...asked, stream: true } });
    expect(await answer.json()).toMatchObject({ error: { attempts: [{ backend: "a", status: 500 }] } });
  });
});
