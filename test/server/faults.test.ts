import Anthropic from "@anthropic-ai/sdk";
import { Ollama } from "ollama";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openUpstream, SAID, type Upstream, well } from "../router/support/upstream.ts";
import { closedPort } from "../support/closed-port.ts";
import { startToxicProxy, type Toxic } from "../support/toxic-proxy.ts";
import { aWiredGateway } from "./support/a-wired-gateway.ts";
import { gathered } from "./support/gathered.ts";

const messages = [{ role: "user" as const, content: "hello" }];
const PATIENT = "retry: { attempts: 1 }";
const SHORT = `${PATIENT}\ntimeout: { connect: 2s, first_content: 400ms, idle: 400ms, total: 20s }`;

/** What the client of a dialect makes of an answer: its text, or the error it raises. */
type Ask = (url: string) => Promise<string>;

interface Client {
  readonly path: string;
  /** What a body must have beside the model and messages. */
  readonly body: object;
  readonly whole: Ask;
  readonly stream: Ask;
  /** Whether an error is the one the client raises for an answer of this status. */
  readonly isIts: (error: unknown, status: number) => boolean;
  /** Whether an error is the one it raises for an event in a stream. */
  readonly isOfStream: (error: unknown) => boolean;
  /** What ends a stream that is whole. */
  readonly endMarker: RegExp;
  /** The one event that ends one that is not. */
  readonly failure: RegExp;
}

const openai = (url: string) => new OpenAI({ baseURL: `${url}/v1`, apiKey: "none", maxRetries: 0 });
const anthropic = (url: string) => new Anthropic({ baseURL: url, apiKey: "none", maxRetries: 0 });

const CLIENTS: Readonly<Record<string, Client>> = {
  openai: {
    path: "/v1/chat/completions",
    body: {},
    whole: async (url) => {
      const reply = await openai(url).chat.completions.create({ model: "m", messages });
      return reply.choices[0]?.message.content ?? "";
    },
    stream: async (url) => {
      const chunks = await gathered(await openai(url).chat.completions.create({ model: "m", messages, stream: true }));
      expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe("stop");
      return chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("");
    },
    isIts: (error, status) => error instanceof OpenAI.InternalServerError && error.status === status,
    isOfStream: (error) => error instanceof OpenAI.APIError,
    endMarker: /\[DONE\]/,
    failure: /^data: \{"error":\{.*\}\}$/,
  },
  "openai's responses": {
    path: "/v1/responses",
    body: { input: "hello" },
    whole: async (url) => (await openai(url).responses.create({ model: "m", input: "hello" })).output_text,
    stream: async (url) => {
      const events = await gathered(await openai(url).responses.create({ model: "m", input: "hello", stream: true }));
      expect(events.at(-1)).toMatchObject({ type: "response.completed", response: { status: "completed" } });
      return events.map((event) => (event.type === "response.output_text.delta" ? event.delta : "")).join("");
    },
    isIts: (error, status) => error instanceof OpenAI.InternalServerError && error.status === status,
    isOfStream: (error) => error instanceof OpenAI.APIError,
    endMarker: /response\.completed/,
    failure: /^event: error\ndata: \{"type":"error",.*\}$/,
  },
  "openai's completions": {
    path: "/v1/completions",
    body: { prompt: "hello" },
    whole: async (url) => {
      const { choices } = await openai(url).completions.create({ model: "m", prompt: "hello" });
      return choices[0]?.text ?? "";
    },
    stream: async (url) => {
      const chunks = await gathered(
        await openai(url).completions.create({ model: "m", prompt: "hello", stream: true }),
      );
      expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe("stop");
      return chunks.map(({ choices }) => choices[0]?.text ?? "").join("");
    },
    isIts: (error, status) => error instanceof OpenAI.InternalServerError && error.status === status,
    isOfStream: (error) => error instanceof OpenAI.APIError,
    endMarker: /\[DONE\]/,
    failure: /^data: \{"error":\{.*\}\}$/,
  },
  anthropic: {
    path: "/v1/messages",
    body: { max_tokens: 100 },
    whole: async (url) => {
      const { content: blocks } = await anthropic(url).messages.create({ model: "m", max_tokens: 100, messages });
      return blocks.map((block) => (block.type === "text" ? block.text : "")).join("");
    },
    stream: async (url) => {
      const reply = await anthropic(url).messages.stream({ model: "m", max_tokens: 100, messages }).finalMessage();
      return reply.content.map((block) => (block.type === "text" ? block.text : "")).join("");
    },
    isIts: (error, status) => error instanceof Anthropic.InternalServerError && error.status === status,
    isOfStream: (error) => error instanceof Anthropic.APIError,
    endMarker: /message_stop/,
    failure: /^event: error\ndata: \{"type":"error","error":\{"type":.*\}$/,
  },
  ollama: {
    path: "/api/chat",
    body: {},
    whole: async (url) => (await new Ollama({ host: url }).chat({ model: "m", messages })).message.content,
    stream: async (url) => {
      const parts = await gathered(await new Ollama({ host: url }).chat({ model: "m", messages, stream: true }));
      expect(parts.at(-1)).toMatchObject({ done: true, done_reason: "stop" });
      return parts.map(({ message }) => message.content).join("");
    },
    isIts: (error, status) => isResponseError(error) && error.status_code === status,
    isOfStream: (error) => error instanceof Error && /provider|answer|stream|connection|data/i.test(error.message),
    endMarker: /"done":true/,
    failure: /^\{"error":.*\}$/,
  },
};

/** Ollama's client names its error, and does not export its class. */
function isResponseError(error: unknown): error is Error & { status_code: number } {
  return error instanceof Error && error.name === "ResponseError" && "status_code" in error;
}

let provider: Upstream;
beforeAll(async () => {
  provider = await openUpstream(well);
});
afterAll(() => provider.close());

/** The provider behind a bad network, and a gateway before it. */
async function aGatewayBehind(toxic: Toxic, from?: (answer: Buffer) => number | undefined, route = SHORT) {
  const proxy = await startToxicProxy(provider.url, toxic, from);
  const gateway = await aWiredGateway({ a: { url: `${proxy.url}/v1` } }, { route });
  return {
    ...gateway,
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
    },
  };
}

const inHead = (answer: Buffer) => (answer.length === 0 ? undefined : 20);
/** Behind the event that brings the first content of a stream, and in the middle of a whole answer. */
function inText(answer: Buffer): number | undefined {
  const at = answer.indexOf("all is ");
  if (at < 0) return undefined;
  if (!answer.includes("event-stream")) return at + 3;
  const end = answer.indexOf("\n\n", at);
  return end < 0 ? undefined : end + 2;
}

const harmless: Toxic[] = [
  { kind: "latency", ms: 5 },
  { kind: "jitter", ms: 5 },
  { kind: "bandwidth", bytesPerMs: 50 },
  { kind: "slow close", ms: 20 },
  { kind: "slices" },
];
const harmful: Toxic[] = [
  { kind: "stall" },
  { kind: "latency", ms: 60_000 },
  { kind: "bandwidth", bytesPerMs: 1e-6 },
  { kind: "reset" },
  { kind: "cut" },
];
const isSlow = ({ kind }: Toxic) => kind === "stall" || kind === "latency" || kind === "bandwidth";
const named = (toxics: readonly Toxic[]) => toxics.map((toxic) => [toxic.kind, toxic] as const);

describe.each(Object.entries(CLIENTS))("a bad network behind the gateway, for the client of %s", (_, client) => {
  it.concurrent.each(named(harmless))("with %s changes nothing", async (_kind, toxic) => {
    await using gateway = await aGatewayBehind(toxic, undefined, PATIENT);
    expect(await client.whole(gateway.url)).toBe(SAID);
    expect(await client.stream(gateway.url)).toBe(SAID);
  });

  it.concurrent.each(named(harmful))(
    "with %s before the first content is the client's own error",
    async (_kind, toxic) => {
      for (const from of [() => 0, inHead]) {
        await using gateway = await aGatewayBehind(toxic, from);
        for (const ask of [client.whole, client.stream]) {
          const error = await ask(gateway.url).catch((thrown: unknown) => thrown);
          expect([error, client.isIts(error, isSlow(toxic) ? 504 : 502)]).toEqual([error, true]);
        }
      }
    },
  );

  it.concurrent.each(named(harmful))("with %s in the middle of an answer is no success", async (_kind, toxic) => {
    await using gateway = await aGatewayBehind(toxic, inText);
    const whole = await client.whole(gateway.url).catch((thrown: unknown) => thrown);
    expect([whole, client.isIts(whole, isSlow(toxic) ? 504 : 502)]).toEqual([whole, true]);
    const broken = await client.stream(gateway.url).catch((thrown: unknown) => thrown);
    expect([broken, client.isOfStream(broken)]).toEqual([broken, true]);
  });

  it.concurrent.each(named(harmful))(
    "with %s ends a stream by one error, behind which nothing comes",
    async (_kind, toxic) => {
      await using gateway = await aGatewayBehind(toxic, inText);
      const json = { model: "m", messages, stream: true, ...client.body };
      const answer = await gateway.ask(client.path, { json });
      const text = await answer.text();
      expect([answer.status, text.includes("all is ")]).toEqual([200, true]);
      expect(text).not.toMatch(client.endMarker);
      const events = text.trimEnd().split(client.path === "/api/chat" ? "\n" : "\n\n");
      expect(events.at(-1)).toMatch(client.failure);
      expect(events.filter((event) => client.failure.test(event))).toHaveLength(1);
      expect(gateway.running()).toBe(0);
    },
  );

  it("to nobody at all is the client's own error, and to the next target none", async () => {
    const nobody = `http://127.0.0.1:${await closedPort()}/v1`;
    await using alone = await aWiredGateway({ a: { url: nobody } });
    await using two = await aWiredGateway({ a: { url: nobody }, b: { url: `${provider.url}/v1` } }, { route: "" });
    for (const ask of [client.whole, client.stream]) {
      const error = await ask(alone.url).catch((thrown: unknown) => thrown);
      expect([error, client.isIts(error, 502)]).toEqual([error, true]);
      expect(await ask(two.url)).toBe(SAID);
    }
  });
});
