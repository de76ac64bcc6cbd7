// A server in a process of its own, so that its work does not count: run by `startUpstream`.
import { type ChildProcess, fork } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";

const TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(12);
const USAGE = { prompt_tokens: 20, completion_tokens: 120, total_tokens: 140 };

/** An answer as OpenAI gives it, about 1 kB. */
export const OPENAI_ANSWER = JSON.stringify({
  id: "chatcmpl-0123456789",
  object: "chat.completion",
  created: 1_700_000_000,
  model: "gpt-4o-2024-08-06",
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: TEXT, refusal: null, annotations: [] },
      logprobs: null,
      finish_reason: "stop",
    },
  ],
  usage: {
    ...USAGE,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  },
  service_tier: "default",
  system_fingerprint: "fp_0123456789",
});

const ANTHROPIC_ANSWER = JSON.stringify({
  id: "msg_0123456789",
  type: "message",
  role: "assistant",
  model: "claude-sonnet-4-5",
  content: [{ type: "text", text: TEXT }],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: { input_tokens: 20, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 120 },
});

const CHUNK = event({
  id: "chatcmpl-0123456789",
  object: "chat.completion.chunk",
  created: 1_700_000_000,
  model: "gpt-4o-2024-08-06",
  service_tier: "default",
  system_fingerprint: "fp_0123456789",
  choices: [{ index: 0, delta: { content: " jumps" }, logprobs: null, finish_reason: null }],
});
const LAST = [
  event({ id: "c", object: "chat.completion.chunk", choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }),
  event({ id: "c", object: "chat.completion.chunk", choices: [], usage: USAGE }),
  "data: [DONE]\n\n",
].join("");

const ANTHROPIC_USAGE = {
  input_tokens: 20,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: 1,
};
const ANTHROPIC_FIRST = [
  named("message_start", {
    message: {
      ...JSON.parse(ANTHROPIC_ANSWER),
      content: [],
      stop_reason: null,
      usage: ANTHROPIC_USAGE,
    },
  }),
  named("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
].join("");
const ANTHROPIC_CHUNK = named("content_block_delta", { index: 0, delta: { type: "text_delta", text: " jumps" } });
const ANTHROPIC_LAST = [
  named("content_block_stop", { index: 0 }),
  named("message_delta", { delta: { stop_reason: "end_turn", stop_sequence: null }, usage: { output_tokens: 120 } }),
  named("message_stop", {}),
].join("");

export interface Upstream {
  url: string;
  stop(): void;
}

/**
 * Starts the server, which speaks OpenAI and, at `/v1/messages`, Anthropic. It streams as many chunks as `max_tokens` says,
 * each in a packet of its own, and pauses before each as many milliseconds as the header `x-request-id` or the body's
 * `seed` says.
 */
export async function startUpstream(): Promise<Upstream> {
  const child: ChildProcess = fork(new URL(import.meta.url), { execArgv: ["--import", "tsx"], stdio: "inherit" });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("message", (message) => resolve(message as number));
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the upstream ended with code ${code}`)));
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}

function event(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

function named(type: string, data: object): string {
  return `event: ${type}\n${event({ type, ...data })}`;
}

async function stream(response: ServerResponse, isAnthropic: boolean, chunks: number, pauseMs: number): Promise<void> {
  const chunk = isAnthropic ? ANTHROPIC_CHUNK : CHUNK;
  response.writeHead(200, { "content-type": "text/event-stream" });
  if (isAnthropic) response.write(ANTHROPIC_FIRST);
  for (let sent = 0; sent < chunks && !response.destroyed; sent++) {
    response.write(chunk);
    // Lets the packet go out before the next one is written.
    if (pauseMs === 0) await new Promise((resolve) => setImmediate(resolve));
    else await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  response.end(isAnthropic ? ANTHROPIC_LAST : LAST);
}

/** The answer is a mere look-up: what this takes of the machine is taken from those who are measured. */
function answer(request: IncomingMessage, response: ServerResponse, text: string): void {
  const body = JSON.parse(text || "{}") as Record<string, unknown>;
  const isAnthropic = request.url?.endsWith("/messages") === true;
  if (body.stream === true) {
    const pauseMs = Number(request.headers["x-request-id"] ?? body.seed ?? 0);
    void stream(response, isAnthropic, Number(body.max_tokens ?? 100), pauseMs || 0);
    return;
  }
  const whole = isAnthropic ? ANTHROPIC_ANSWER : OPENAI_ANSWER;
  response.writeHead(200, ["content-type", "application/json", "content-length", String(whole.length)]);
  response.end(whole);
}

function serve(): void {
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (piece: string) => {
      text += piece;
    });
    request.on("end", () => answer(request, response, text));
  });
  server.on("connection", (socket) => socket.setNoDelay(true));
  // It ends with whoever started it.
  process.on("disconnect", () => process.exit());
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
}

if (process.send !== undefined && import.meta.url === pathToFileURL(process.argv[1] ?? "").href) serve();
