// A server in a process of its own, so that its work does not count: run by `startUpstream`.
import { type ChildProcess, fork } from "node:child_process";
import { createServer, type ServerResponse } from "node:http";
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

export interface Upstream {
  url: string;
  stop(): void;
}

/** Starts the server; `/v1/chat/completions` streams as many chunks as `max_tokens` says, each in a packet of its own. */
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

async function stream(response: ServerResponse, chunks: number, pauseMs: number): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (let sent = 0; sent < chunks && !response.destroyed; sent++) {
    response.write(CHUNK);
    // Lets the packet go out before the next one is written.
    if (pauseMs === 0) await new Promise((resolve) => setImmediate(resolve));
    else await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  response.end(LAST);
}

function serve(): void {
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = JSON.parse(Buffer.concat(pieces).toString("utf8") || "{}") as Record<string, unknown>;
    if (body.stream === true) {
      await stream(response, Number(body.max_tokens ?? 100), Number(request.headers["x-request-id"] ?? 0));
      return;
    }
    response.setHeader("content-type", "application/json");
    response.end(request.url?.endsWith("/messages") ? ANTHROPIC_ANSWER : OPENAI_ANSWER);
  });
  server.on("connection", (socket) => socket.setNoDelay(true));
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
}

if (process.send !== undefined && import.meta.url === pathToFileURL(process.argv[1] ?? "").href) serve();
