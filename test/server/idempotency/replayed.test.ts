import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { describe, expect, it, vi } from "vitest";
import { rateLimited } from "../../../src/backends/fake.ts";
import { handClock } from "../../router/support/hand-clock.ts";
import { aGate } from "../support/a-gate.ts";
import { aGateway, KEY, KEYS } from "../support/a-gateway.ts";
import { gathered } from "../support/gathered.ts";

const messages = [{ role: "user" as const, content: "one two three" }];
const asked = { model: "m", messages };
const PATH = "/v1/chat/completions";
const keyed = (key: string, json: object = asked, more: Record<string, string> = {}) => ({
  json,
  headers: { "idempotency-key": key, ...more },
});
const callsOf = ({ backends }: Awaited<ReturnType<typeof aGateway>>) => backends.a?.calls.length;

/** What a client sees of an answer. */
async function seen(answer: Response) {
  const { status, headers } = answer;
  const named = ["content-type", "x-modelmall-target", "x-modelmall-attempts", "x-modelmall-cost-usd"];
  const told = Object.fromEntries(named.map((name) => [name, headers.get(name)]));
  return { status, told, isReplayed: headers.get("idempotent-replayed"), text: await answer.text() };
}

describe("a request that comes again under the same idempotency-key", () => {
  it.each([
    [PATH, {}],
    [PATH, { stream: true, stream_options: { include_usage: true } }],
    ["/v1/messages", { max_tokens: 9 }],
    ["/v1/messages", { max_tokens: 9, stream: true }],
    ["/api/chat", { stream: false }],
    ["/api/chat", {}],
    ["/v1/responses", { input: "one two", stream: true }],
    ["/v1/embeddings", { input: "one two" }],
  ])("at %s with %j is answered as it was, and no model is called for it", async (path, more) => {
    await using gateway = await aGateway();
    let embedded = 0;
    const { embed } = gateway.router;
    Object.assign(gateway.router, {
      embed: (...told: Parameters<typeof embed>) => {
        embedded += 1;
        return embed(...told);
      },
    });
    const first = await seen(await gateway.ask(path, keyed("k-1", { ...asked, ...more })));
    const again = await seen(await gateway.ask(path, keyed("k-1", { ...asked, ...more })));
    expect([first.status, first.isReplayed]).toEqual([200, null]);
    const told = { ...first.told, "x-modelmall-cost-usd": "0" };
    expect(again).toEqual({ ...first, isReplayed: "true", told });
    expect((callsOf(gateway) ?? 0) + embedded).toBe(1);
    const other = await seen(await gateway.ask(path, keyed("k-2", { ...asked, ...more })));
    expect([other.isReplayed, (callsOf(gateway) ?? 0) + embedded]).toEqual([null, 2]);
  });

  it("is the same answer for official clients, whole and as a stream", async () => {
    await using gateway = await aGateway();
    const openai = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: "none", maxRetries: 0 });
    const anthropic = new Anthropic({ baseURL: gateway.url, apiKey: "none", maxRetries: 0 });
    const headers = { "Idempotency-Key": "from-the-client" };
    for (let time = 0; time < 2; time += 1) {
      const stream = await openai.chat.completions.create({ ...asked, stream: true }, { headers });
      const said = (await gathered(stream)).map(({ choices }) => choices[0]?.delta.content ?? "").join("");
      const reply = await anthropic.messages.create({ ...asked, max_tokens: 9 }, { headers });
      expect([said, reply.content]).toMatchObject(["one two three", [{ type: "text", text: "one two three" }]]);
    }
    expect(callsOf(gateway)).toBe(2);
  });

  it("has a request-id of its own", async () => {
    await using gateway = await aGateway();
    const ids = [];
    for (let time = 0; time < 2; time += 1) {
      ids.push((await gateway.ask(PATH, keyed("k"))).headers.get("x-request-id"));
    }
    expect(new Set(ids).size).toBe(2);
  });

  it("is the same although a form was parted anew", async () => {
    let transcribed = 0;
    const transcribe = async () => {
      transcribed += 1;
      return { text: "said", attempts: [], target: "a/x", cost: { usd: null, reason: "unknown" } };
    };
    await using gateway = await aGateway({ abilities: { transcribe } as never }); // only what is asked for
    const send = (sound: string) => {
      const body = new FormData();
      body.append("file", new Blob([sound]), "a.wav");
      body.append("model", "m");
      return gateway.ask("/v1/audio/transcriptions", { method: "POST", body, headers: { "idempotency-key": "k" } });
    };
    expect([(await send("x")).status, (await send("x")).status, transcribed]).toEqual([200, 200, 1]);
    expect((await send("y")).status).toBe(422);
  });

  it("waits while the first is still being answered", async () => {
    const gate = aGate();
    await using gateway = await aGateway({ scripts: { a: gate.script }, maxInFlight: 1, maxQueue: 1 });
    const first = gateway.ask(PATH, keyed("k"));
    await vi.waitFor(() => expect(gate.waiting()).toBe(1));
    const others = Array.from({ length: 20 }, () => gateway.ask(PATH, keyed("k")));
    const different = await gateway.ask(PATH, keyed("k", { ...asked, seed: 1 }));
    expect(different.status).toBe(422);
    gate.open();
    const all = await Promise.all([first, ...others].map(async (answer) => seen(await answer)));
    expect(all.map(({ status, isReplayed }) => `${status} ${isReplayed}`)).toEqual([
      "200 null",
      ...Array(20).fill("200 true"),
    ]);
    expect(gate.waiting()).toBe(1);
  });

  it("is really tried when the first client has left before its answer", async () => {
    const gate = aGate();
    await using gateway = await aGateway({ scripts: { a: gate.script } });
    const leaving = new AbortController();
    const left = gateway.ask(PATH, { ...keyed("k"), signal: leaving.signal }).catch(() => "left");
    await vi.waitFor(() => expect(gate.waiting()).toBe(1));
    const waits = gateway.ask(PATH, keyed("k"));
    leaving.abort();
    expect(await left).toBe("left");
    await vi.waitFor(() => expect(gate.waiting()).toBe(2));
    gate.open();
    expect(await seen(await waits)).toMatchObject({ status: 200, isReplayed: null });
    expect(await seen(await gateway.ask(PATH, keyed("k")))).toMatchObject({ status: 200, isReplayed: "true" });
  });

  it("is not waited for by who has left", async () => {
    const gate = aGate();
    await using gateway = await aGateway({ scripts: { a: gate.script } });
    const first = gateway.ask(PATH, keyed("k"));
    await vi.waitFor(() => expect(gate.waiting()).toBe(1));
    const leaving = new AbortController();
    const left = gateway.ask(PATH, { ...keyed("k"), signal: leaving.signal }).catch(() => "left");
    leaving.abort();
    expect(await left).toBe("left");
    gate.open();
    expect((await first).status).toBe(200);
    expect(gate.waiting()).toBe(1);
  });
});

describe("what is told under an idempotency-key", () => {
  it("is the dialect's own 422 for another body, and 400 for what is no key", async () => {
    await using gateway = await aGateway();
    const openai = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: "none", maxRetries: 0 });
    const headers = { "idempotency-key": "k" };
    await openai.chat.completions.create(asked, { headers });
    const error = await openai.chat.completions.create({ ...asked, seed: 1 }, { headers }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.UnprocessableEntityError);
    expect(error).toMatchObject({ code: "idempotency_key_reused", param: "idempotency-key" });
    for (const key of ["", "x".repeat(256), "with space", "ümlaut"]) {
      const answer = await gateway.ask(PATH, keyed(key));
      expect([answer.status, await answer.json()]).toMatchObject([400, { error: { param: "idempotency-key" } }]);
    }
    expect((await gateway.ask(PATH, keyed("x".repeat(255)))).status).toBe(200);
    expect(callsOf(gateway)).toBe(2);
  });

  it("is each caller's own, and each path's", async () => {
    await using gateway = await aGateway({ keys: KEYS });
    const ann = { authorization: `Bearer ${KEY}` };
    const bob = { authorization: `Bearer ${KEYS[1]?.secret.reveal()}` };
    await gateway.ask(PATH, keyed("k", asked, ann));
    const ofBob = await seen(await gateway.ask(PATH, keyed("k", asked, bob)));
    const elsewhere = await seen(await gateway.ask("/api/chat", keyed("k", asked, ann)));
    expect([ofBob.isReplayed, elsewhere.isReplayed, callsOf(gateway)]).toEqual([null, null, 3]);
    expect((await seen(await gateway.ask(PATH, keyed("k", asked, ann)))).isReplayed).toBe("true");
  });

  it.each([
    ["a rate limit", rateLimited(), false],
    ["a failure", { failure: { status: 500 } }, false],
    ["a cut", { text: "one two three", fault: { kind: "cut" } }, true],
  ] as const)("is not told again when it was %s", async (_, failing, stream) => {
    let number = 0;
    const script = () => {
      number += 1;
      return number === 1 ? failing : { text: "well" };
    };
    await using gateway = await aGateway({ scripts: { a: script as never }, route: "retry: { attempts: 1 }" });
    const body = { ...asked, stream };
    const first = await (await gateway.ask(PATH, keyed("k", body))).text();
    expect(first).toContain('"error"');
    // A target that failed may be left alone for a moment.
    await vi.waitFor(async () => {
      const again = await seen(await gateway.ask(PATH, keyed("k", body)));
      expect([again.status, again.isReplayed, again.text.includes("well")]).toEqual([200, null, true]);
    });
    expect((await seen(await gateway.ask(PATH, keyed("k", body)))).isReplayed).toBe("true");
  });

  it("is told again when the request was wrong", async () => {
    await using gateway = await aGateway({ scripts: { a: { failure: { status: 422 } } } });
    for (const isReplayed of [null, "true"]) {
      expect(await seen(await gateway.ask(PATH, keyed("k")))).toMatchObject({ status: 422, isReplayed });
    }
    expect(callsOf(gateway)).toBe(1);
  });

  it("is forgotten after ten minutes", async () => {
    const clock = handClock();
    await using gateway = await aGateway({ clock });
    const isReplayed = async () => (await seen(await gateway.ask(PATH, keyed("k")))).isReplayed;
    expect(await isReplayed()).toBe(null);
    clock.advance(599_000);
    expect(await isReplayed()).toBe("true");
    clock.advance(2_000);
    expect(await isReplayed()).toBe(null);
  });

  it("makes way for newer answers, and is not kept when it is too large", async () => {
    const text = "word ".repeat(2_000);
    await using gateway = await aGateway({ idempotency: { maxAnswers: 2, maxBytes: 40_000 } });
    const isReplayed = async (key: string, content: string) => {
      const said = await seen(await gateway.ask(PATH, keyed(key, { ...asked, messages: [{ role: "user", content }] })));
      expect(said.status).toBe(200);
      return said.isReplayed === "true";
    };
    for (const key of ["1", "2", "3"]) expect(await isReplayed(key, "short")).toBe(false);
    expect([await isReplayed("2", "short"), await isReplayed("3", "short")]).toEqual([true, true]);
    expect(await isReplayed("1", "short")).toBe(false);
    expect([await isReplayed("large", text), await isReplayed("large", text)]).toEqual([false, false]);
  });

  it("means nothing where it is switched off, nor where no model is called", async () => {
    await using gateway = await aGateway({ idempotency: false });
    for (let time = 0; time < 2; time += 1) {
      expect((await seen(await gateway.ask(PATH, keyed("not a key")))).isReplayed).toBe(null);
    }
    expect(callsOf(gateway)).toBe(2);
    await using other = await aGateway();
    for (let time = 0; time < 2; time += 1) {
      const answer = await other.ask("/v1/models", { headers: { "idempotency-key": "not a key" } });
      expect([answer.status, answer.headers.get("idempotent-replayed")]).toEqual([200, null]);
    }
  });
});
