// Calling through a backend, against doing it by hand and against other clients, over loopback.
import { pathToFileURL } from "node:url";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import Anthropic from "@anthropic-ai/sdk";
import { ChatOpenAI } from "@langchain/openai";
import { generateText } from "ai";
import OpenAI from "openai";
import { Pool } from "undici";
import { AT_ONCE, cpuOf } from "./support/cpu.ts";
import { atLeast, atMost, type Row } from "./support/ratio.ts";
import { startUpstream, type Upstream } from "./support/upstream.ts";

// As it is shipped: what compiles the sources here on the fly gives every function its name at run time, again and again.
const { createBackend } = (await import(
  new URL("../dist/index.js", import.meta.url).href
)) as typeof import("../src/index.ts");

const PROMPT = "Tell me about a fox and a dog.";
const MESSAGES = [{ role: "user" as const, content: PROMPT }];
const API_KEY = "sk-bench-0123456789";

export async function run(): Promise<Row[]> {
  const upstream = await startUpstream();
  try {
    return [...(await calls(upstream)), ...(await streams(upstream)), ...(await manyStreams(upstream))];
  } finally {
    upstream.stop();
  }
}

/** CPU of one call, 32 at once, as multiples of undici and `JSON.parse`. */
async function calls({ url }: Upstream): Promise<Row[]> {
  const pool = new Pool(url, { connections: AT_ONCE });
  const openaiBackend = createBackend({ provider: "openai", baseUrl: `${url}/v1`, apiKey: API_KEY, env: {} });
  const anthropicBackend = createBackend({ provider: "anthropic", baseUrl: url, apiKey: API_KEY, env: {} });
  const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: API_KEY, maxRetries: 0 });
  const anthropic = new Anthropic({ baseURL: url, apiKey: API_KEY, maxRetries: 0 });
  const model = createOpenAICompatible({ name: "bench", baseURL: `${url}/v1`, apiKey: API_KEY })("gpt-4o");
  const langchain = new ChatOpenAI({
    model: "gpt-4o",
    apiKey: API_KEY,
    maxRetries: 0,
    configuration: { baseURL: `${url}/v1` },
  });
  const byHand = async (path: string, headers: Record<string, string>, body: object): Promise<unknown> => {
    const answer = await pool.request({
      method: "POST",
      path,
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    return JSON.parse(await answer.body.text());
  };
  const body = { model: "gpt-4o", messages: MESSAGES };
  const contestants = {
    undici: async () => {
      const answer = await byHand("/v1/chat/completions", { authorization: `Bearer ${API_KEY}` }, body);
      return (answer as OpenAI.ChatCompletion).choices[0]?.message.content;
    },
    undiciMessages: async () => {
      const headers = { "x-api-key": API_KEY, "anthropic-version": "2023-06-01" };
      const asked = { model: "claude", max_tokens: 500, messages: MESSAGES };
      const [block] = ((await byHand("/v1/messages", headers, asked)) as Anthropic.Message).content;
      return block?.type === "text" ? block.text : undefined;
    },
    openaiBackend: async () => (await openaiBackend.generate("gpt-4o", { messages: MESSAGES })).content,
    anthropicBackend: async () =>
      (await anthropicBackend.generate("claude", { messages: MESSAGES, max_tokens: 500 })).content,
    fetch: async () => {
      const answer = await fetch(`${url}/v1/chat/completions`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${API_KEY}` },
        body: JSON.stringify(body),
      });
      return ((await answer.json()) as OpenAI.ChatCompletion).choices[0]?.message.content;
    },
    openai: async () => (await openai.chat.completions.create(body)).choices[0]?.message.content,
    anthropic: async () => {
      const { content } = await anthropic.messages.create({ model: "claude", max_tokens: 500, messages: MESSAGES });
      return content[0]?.type === "text" ? content[0].text : undefined;
    },
    aiModel: async () => {
      const { content } = await model.doGenerate({
        prompt: [{ role: "user", content: [{ type: "text", text: PROMPT }] }],
      });
      return content[0]?.type === "text" ? content[0].text : undefined;
    },
    generateText: async () => (await generateText({ model, messages: MESSAGES, maxRetries: 0 })).text,
    langchain: async () => (await langchain.invoke(PROMPT)).text,
  };
  const expected = await contestants.undici();
  for (const [name, ask] of Object.entries(contestants))
    if ((await ask()) !== expected) throw new Error(`${name} reads another answer`);
  const cpu = await cpuOf(contestants, 400);
  await Promise.all([pool.close(), openaiBackend.close(), anthropicBackend.close()]);
  const toUndici = (name: keyof typeof contestants) => cpu[name] / cpu.undici;
  const unit = "x CPU of undici";
  const rivals = ["fetch", "openai", "anthropic", "aiModel", "generateText", "langchain"] as const;
  return [
    { name: "a call by undici and JSON.parse, 32 at once", value: cpu.undici * 1_000, unit: "µs CPU" },
    atMost("a call through a backend, openai", toUndici("openaiBackend"), unit, 1.3),
    atMost("a call through a backend, anthropic", cpu.anthropicBackend / cpu.undiciMessages, unit, 1.3),
    ...rivals.map((name) => ({ name: `a call by ${TITLES[name]}`, value: toUndici(name), unit })),
    atLeast("the openai client / a backend", cpu.openai / cpu.openaiBackend, "x", 2),
  ];
}

const TITLES = {
  fetch: "the global fetch",
  openai: "the openai client",
  anthropic: "the @anthropic-ai/sdk client",
  aiModel: "AI SDK's bare model",
  generateText: "AI SDK's generateText",
  langchain: "@langchain/openai",
};

const CHUNKS = 400;

/** CPU of one chunk of a stream, as multiples of reading its bytes. */
async function streams({ url }: Upstream): Promise<Row[]> {
  const pool = new Pool(url, { connections: AT_ONCE });
  const backend = createBackend({ provider: "openai", baseUrl: `${url}/v1`, apiKey: API_KEY, env: {} });
  const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: API_KEY, maxRetries: 0 });
  const body = JSON.stringify({ model: "gpt-4o", messages: MESSAGES, stream: true, max_tokens: CHUNKS });
  const contestants = {
    bytes: async () => {
      const answer = await pool.request({ method: "POST", path: "/v1/chat/completions", body });
      let bytes = 0;
      for await (const piece of answer.body) bytes += (piece as Buffer).length;
      return bytes > CHUNKS * 100;
    },
    backend: async () => {
      let chunks = 0;
      for await (const { content } of backend.stream("gpt-4o", { messages: MESSAGES, max_tokens: CHUNKS }))
        if (content !== undefined) chunks += 1;
      return chunks === CHUNKS;
    },
    openai: async () => {
      let chunks = 0;
      const asked = { model: "gpt-4o", messages: MESSAGES, max_tokens: CHUNKS, stream: true } as const;
      for await (const { choices } of await openai.chat.completions.create(asked))
        if (choices[0]?.delta.content !== undefined) chunks += 1;
      return chunks === CHUNKS;
    },
  };
  for (const [name, read] of Object.entries(contestants))
    if (!(await read())) throw new Error(`${name} reads another stream`);
  const cpu = await cpuOf(contestants, 16, 8);
  await Promise.all([pool.close(), backend.close()]);
  return [
    { name: "a chunk of a stream, its bytes alone", value: (cpu.bytes / CHUNKS) * 1_000, unit: "µs CPU" },
    atMost("a chunk of a stream through a backend", cpu.backend / cpu.bytes, "x reading its bytes", 1.5),
    { name: "a chunk of a stream by the openai client", value: cpu.openai / cpu.bytes, unit: "x reading its bytes" },
  ];
}

const STREAMS = 1_000;
const LONG = 150;

/** Memory while many streams run: what it is late must not be more than what it was early. */
async function manyStreams({ url }: Upstream): Promise<Row[]> {
  const backend = createBackend({ provider: "openai", baseUrl: `${url}/v1`, apiKey: API_KEY, env: {} });
  let seen = 0;
  const heaps: number[] = [];
  const marks = [0.2, 0.4, 0.6, 0.8].map((share) => Math.floor(STREAMS * LONG * share));
  const measure = () => {
    globalThis.gc?.();
    heaps.push(process.memoryUsage().heapUsed / 1024 / 1024);
  };
  measure();
  const read = async () => {
    // The server pauses between chunks, so that all streams are open at once.
    const headers = { "x-request-id": "20" };
    const asked = { messages: MESSAGES, max_tokens: LONG };
    for await (const { content } of backend.stream("gpt-4o", asked, { headers })) {
      if (content === undefined) continue;
      seen += 1;
      if (seen === marks[heaps.length - 1]) measure();
    }
  };
  await Promise.all(Array.from({ length: STREAMS }, read));
  await backend.close();
  if (seen !== STREAMS * LONG) throw new Error(`only ${seen} of ${STREAMS * LONG} chunks came`);
  const [before = 0, early = 0, ...later] = heaps;
  return [
    { name: "1,000 streams at once: memory of each", value: ((early - before) * 1024) / STREAMS, unit: "KiB" },
    atMost("1,000 streams at once: memory late / early", Math.max(...later) / early, "x", 1.15),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.table(await run());
