import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type FakePlan, planOf } from "../backends/fake/plan.ts";
import { answerOf } from "../backends/fake/script.ts";
import { echo, type FakeAnswer, type FakeCall, type FakeFailure, type FakeScript } from "../backends/fake.ts";
import { DIALECTS } from "../builtins/dialects.ts";
import { type Endpoint, endpointOf } from "./fake-server/endpoints.ts";
import type { WireFormat } from "./fake-server/wire-format.ts";

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Parsed, where it is JSON. */
  readonly body: unknown;
  /** Whether the client has left before the answer was whole. */
  readonly isAbandoned: boolean;
}

export interface FakeServerOptions {
  /** The models it lists. @default `["echo"]` */
  readonly models?: readonly string[];
}

/** A server on this machine that answers as a script says, in every dialect modelmall speaks. */
export interface FakeServer extends AsyncDisposable {
  /** `http://127.0.0.1:1234`; OpenAI's dialect is at `/v1`, the others' are at the root. */
  readonly url: string;
  /** Chat calls so far, oldest first. */
  readonly calls: readonly FakeCall[];
  /** All requests so far, oldest first. */
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

/**
 * Starts a server on a free port of 127.0.0.1 that speaks the dialects of OpenAI (Chat Completions and Responses),
 * Anthropic, Google and Ollama: the whole way over the wire can be tried with it, faults included.
 */
export async function startFakeServer(script: FakeScript = echo, options: FakeServerOptions = {}): Promise<FakeServer> {
  const { createServer } = await import("node:http");
  const { models = ["echo"] } = options;
  const calls: FakeCall[] = [];
  const requests: SeenRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void answer(incoming, outgoing).catch(() => outgoing.destroy());
  });

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = parsed(await textOf(incoming));
    const path = incoming.url ?? "/";
    const seen = { method: incoming.method ?? "GET", path, headers: incoming.headers, body, isAbandoned: false };
    requests.push(seen);
    outgoing.on("close", () => {
      seen.isAbandoned = !outgoing.writableFinished;
    });
    const endpoint = endpointOf(seen.method, new URL(path, "http://127.0.0.1").pathname);
    if (endpoint === undefined) return sendJson(outgoing, 404, { error: { message: `nothing is at ${path}` } });
    if (endpoint.kind !== "chat") return sendJson(outgoing, 200, endpoint.answer({ body, models }));
    await chat(endpoint, seen, outgoing);
  };

  const chat = async (
    { dialect, format, stream, model }: Extract<Endpoint, { kind: "chat" }>,
    seen: SeenRequest,
    outgoing: ServerResponse,
  ): Promise<void> => {
    const read = (await DIALECTS[dialect].load()).decodeRequest(seen.body, seen.path);
    const call: FakeCall = {
      number: calls.length,
      model: model ?? read.model ?? "",
      request: read.request,
      stream: stream ?? read.stream,
    };
    calls.push(call);
    const given = await answerOf(script, call);
    await wait(given.delayMs, outgoing);
    if (given.failure !== undefined) return refuse(outgoing, given.failure, format);
    const plan = planOf(given, call);
    if (call.stream) await sendStream(outgoing, format, plan, given);
    else sendWhole(outgoing, format, plan, given);
  };

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => stop(server);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, calls, requests, close, [Symbol.asyncDispose]: close };
}

function sendWhole(outgoing: ServerResponse, format: WireFormat, plan: FakePlan, { fault }: FakeAnswer): void {
  const text = JSON.stringify(format.body(plan));
  if (fault === undefined) {
    sendText(outgoing, 200, text);
    return;
  }
  const half = text.slice(0, Math.ceil(text.length / 2));
  outgoing.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  if (fault.kind === "malformed")
    outgoing.end(`${half}${"}".repeat(Buffer.byteLength(text) - Buffer.byteLength(half))}`);
  else outgoing.write(half, () => fault.kind === "cut" && outgoing.destroy());
}

async function sendStream(
  outgoing: ServerResponse,
  format: WireFormat,
  plan: FakePlan,
  { fault, pieceDelayMs }: FakeAnswer,
): Promise<void> {
  outgoing.writeHead(200, { "content-type": format.contentType });
  outgoing.flushHeaders();
  const events = format.events(plan);
  const last = events.filter(({ isContent }) => isContent).length;
  const breaksAt = fault === undefined ? Number.POSITIVE_INFINITY : Math.min(fault.afterPieces ?? 1, last);
  let sent = 0;
  for (const { text, isContent = false } of events) {
    // Also where less content came than was to come before it.
    if (sent >= breaksAt && (isContent || sent === last)) {
      if (fault?.kind === "malformed") await write(outgoing, text.replace(/\{.*/s, "{no JSON\n\n"));
      if (fault?.kind !== "stall") outgoing.destroy();
      return;
    }
    if (isContent && sent > 0) await wait(pieceDelayMs, outgoing);
    if (outgoing.destroyed) return;
    await write(outgoing, text);
    if (isContent) sent += 1;
  }
  outgoing.end();
}

function refuse(outgoing: ServerResponse, failure: FakeFailure, format: WireFormat): void {
  const { status = 500, code = "server_error", message = "failed on purpose", retryAfterMs } = failure;
  if (retryAfterMs !== undefined) {
    outgoing.setHeader("retry-after-ms", String(retryAfterMs));
    outgoing.setHeader("retry-after", String(Math.ceil(retryAfterMs / 1_000)));
  }
  sendJson(outgoing, status, format.refusal({ status, code, message }));
}

function sendJson(outgoing: ServerResponse, status: number, value: unknown): void {
  sendText(outgoing, status, JSON.stringify(value));
}

function sendText(outgoing: ServerResponse, status: number, text: string): void {
  outgoing.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  outgoing.end(text);
}

function write(outgoing: ServerResponse, text: string): Promise<void> {
  return new Promise((resolve) => {
    outgoing.write(text, () => resolve());
  });
}

/** Waits, or until the client has left. */
async function wait(ms: number | undefined, outgoing: ServerResponse): Promise<void> {
  if (ms === undefined || ms === 0 || outgoing.destroyed) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    outgoing.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
