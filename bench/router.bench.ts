// Calling along a route, against doing it by hand and against others that fall back, over loopback.
import { pathToFileURL } from "node:url";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { ChatOpenAI } from "@langchain/openai";
import { generateText } from "ai";
import { createFallback } from "ai-fallback";
import { createRetryableModel, error } from "ai-retry/language-model";
import type OpenAI from "openai";
import { Pool } from "undici";
import type { Backend } from "../src/backend.ts";
import type { ChatReply } from "../src/chat.ts";
import { AT_ONCE, cpuOf } from "./support/cpu.ts";
import { atLeast, atMost, median, type Row } from "./support/ratio.ts";
import { type BenchRouter, openRouter } from "./support/router.ts";
import { savings } from "./support/saving.ts";
import { startUpstream, type Upstream } from "./support/upstream.ts";

const PROMPT = "Tell me about a fox and a dog.";
const MESSAGES = [{ role: "user" as const, content: PROMPT }];
const API_KEY = "sk-bench-0123456789";
/** Who asks, and for what, so that every budget counts. */
const CALL = { tags: ["bench"], caller: "ann" };

export async function run(): Promise<Row[]> {
  const upstream = await startUpstream();
  try {
    return [...(await calls(upstream)), ...(await streams(upstream)), ...(await alone()), ...(await savings())];
  } finally {
    upstream.stop();
  }
}

/** CPU of one call, 32 at once, as multiples of undici and `JSON.parse`. */
async function calls({ url }: Upstream): Promise<Row[]> {
  const pool = new Pool(url, { connections: AT_ONCE });
  const { router, backend } = await openRouter(`${url}/v1`, API_KEY);
  const bare = () => createOpenAICompatible({ name: "bench", baseURL: `${url}/v1`, apiKey: API_KEY })("gpt-4o");
  const single = bare();
  const fallback = createFallback({ models: [bare(), bare(), bare()] });
  const isRetryable = error.isRetryable(true);
  const retries = [bare(), bare()].map((model) => isRetryable.switch({ model }));
  const retryable = createRetryableModel({ model: bare(), retries });
  const chat = () =>
    new ChatOpenAI({ model: "gpt-4o", apiKey: API_KEY, maxRetries: 0, configuration: { baseURL: `${url}/v1` } });
  const withFallbacks = chat().withFallbacks([chat(), chat()]);
  const body = { model: "gpt-4o", messages: MESSAGES };
  const ours = {
    undici: async () => {
      const answer = await pool.request({
        method: "POST",
        path: "/v1/chat/completions",
        headers: { "content-type": "application/json", authorization: `Bearer ${API_KEY}` },
        body: JSON.stringify(body),
      });
      return (JSON.parse(await answer.body.text()) as OpenAI.ChatCompletion).choices[0]?.message.content;
    },
    backend: async () => (await backend.generate("gpt-4o", { messages: MESSAGES })).content,
    router: async () => (await router.generate("m", { messages: MESSAGES }, CALL)).content,
  };
  const theirs = {
    generateText: async () => (await generateText({ model: single, messages: MESSAGES, maxRetries: 0 })).text,
    fallback: async () => (await generateText({ model: fallback, messages: MESSAGES, maxRetries: 0 })).text,
    retryable: async () => (await generateText({ model: retryable, messages: MESSAGES, maxRetries: 0 })).text,
    withFallbacks: async () => (await withFallbacks.invoke(PROMPT)).text,
  };
  const expected = await ours.undici();
  for (const [name, ask] of Object.entries({ ...ours, ...theirs }))
    if ((await ask()) !== expected) throw new Error(`${name} reads another answer`);
  const cpu = await cpuOf(ours, 800);
  // Apart from the first, for they leave much behind for whoever comes after them.
  const beside = await cpuOf({ ...ours, ...theirs }, 400);
  await Promise.all([pool.close(), backend.close(), router.close()]);
  const unit = "x CPU of undici";
  const rivals = Object.keys(theirs) as (keyof typeof theirs)[];
  const best = Math.min(beside.fallback, beside.retryable, beside.withFallbacks);
  return [
    { name: "a call by undici and JSON.parse, 32 at once", value: cpu.undici * 1_000, unit: "µs CPU" },
    atMost("a call through the router: 3 targets by cost, limits, budgets, ledger", cpu.router / cpu.undici, unit, 1.6),
    { name: "a call through a backend alone", value: cpu.backend / cpu.undici, unit },
    ...rivals.map((name) => ({ name: `a call through ${TITLES[name]}`, value: beside[name] / beside.undici, unit })),
    atLeast("the least of those that fall back / the router", best / beside.router, "x", 2),
  ];
}

const TITLES = {
  generateText: "AI SDK's generateText, which falls back nowhere",
  fallback: "ai-fallback, 3 models",
  retryable: "ai-retry, 3 models",
  withFallbacks: "LangChain's withFallbacks, 3 models",
};

const CHUNKS = 400;

/** CPU of one chunk of a stream, as multiples of what a backend takes for it. */
async function streams({ url }: Upstream): Promise<Row[]> {
  const { router, backend } = await openRouter(`${url}/v1`, API_KEY);
  const request = { messages: MESSAGES, max_tokens: CHUNKS };
  const contestants = {
    backend: () => chunksOf(backend.stream("gpt-4o", request)),
    router: () => chunksOf(router.stream("m", request, CALL)),
  };
  for (const [name, read] of Object.entries(contestants))
    if ((await read()) !== CHUNKS) throw new Error(`${name} reads another stream`);
  const cpu = await cpuOf(contestants, 16, 8);
  await Promise.all([backend.close(), router.close()]);
  return [
    { name: "a chunk of a stream through a backend", value: (cpu.backend / CHUNKS) * 1_000, unit: "µs CPU" },
    { name: "a chunk of a stream through the router", value: cpu.router / cpu.backend, unit: "x CPU of a backend's" },
  ];
}

async function chunksOf(stream: AsyncIterable<{ readonly content?: string }>): Promise<number> {
  let chunks = 0;
  for await (const { content } of stream) if (content !== undefined) chunks += 1;
  return chunks;
}

const CALLS = 5_000;
const ROUNDS = 11;

/** All that the router does itself, one call after the other: its backends answer at once. */
async function alone(): Promise<Row[]> {
  let reply: ChatReply | undefined;
  const instant = (name: string): Backend => ({
    name,
    generate: async () => reply as ChatReply,
    stream: () => {
      throw new Error("nobody streams here");
    },
    close: async () => undefined,
  });
  const opened: BenchRouter = await openRouter("http://127.0.0.1:9/v1", API_KEY, instant);
  reply = await opened.answer({ messages: MESSAGES });
  const { router } = opened;
  const percentiles: { median: number; p99: number }[] = [];
  // The first rounds warm up.
  for (let round = -3; round < ROUNDS; round += 1) {
    const times: number[] = [];
    for (let call = 0; call < CALLS; call += 1) {
      const started = performance.now();
      await router.generate("m", { messages: MESSAGES }, CALL);
      times.push(performance.now() - started);
    }
    times.sort((left, right) => left - right);
    const at = (share: number) => (times[Math.floor(CALLS * share)] ?? Number.NaN) * 1_000;
    if (round >= 0) percentiles.push({ median: at(0.5), p99: at(0.99) });
  }
  await Promise.all([router.close(), opened.backend.close()]);
  const what = "resolve, choose and account for a call, 10,000 models in the registry";
  return [
    { name: `${what}: median`, value: median(percentiles.map((one) => one.median)), unit: "µs" },
    atMost(`${what}: p99`, median(percentiles.map((one) => one.p99)), "µs", 100),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.table(await run());
