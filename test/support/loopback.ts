import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

/** One answer of a scripted server. */
export interface Step {
  /** @default 200 */
  status?: number;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  body?: string | Buffer;
  /** Sent one after the other, each as a chunk of its own. */
  chunks?: readonly string[];
  /** Compresses the body. */
  gzip?: boolean;
  /** Answers 307 with this as its `location`. */
  redirect?: string;
  /** Breaks the connection: before the headers, or after the chunks. */
  reset?: "before" | "after";
  /** Says nothing before `release()` is called: neither headers, or after the chunks no end. */
  hold?: "headers" | "end";
}

export interface RecordedRequest {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface Loopback extends AsyncDisposable {
  url: string;
  requests: RecordedRequest[];
  /** Lets everything that is held go on. */
  release(): void;
  /** Resolves when a request for the path has arrived. */
  arrived(path: string): Promise<void>;
  close(): Promise<void>;
}

/** A plan of answers for each path; the last one is repeated, a function makes them from the request. */
export type Plans = Record<string, Step | readonly Step[] | ((request: RecordedRequest) => Step)>;

/** Starts a scripted server on a free port of 127.0.0.1. */
export async function startLoopback(plans: Plans): Promise<Loopback> {
  const requests: RecordedRequest[] = [];
  const asked = new Map<string, number>();
  const waiting: { path: string; resolve: () => void }[] = [];
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });

  const server = createServer(async (incoming, response) => {
    const path = incoming.url ?? "/";
    const body = await readBody(incoming);
    const request = { method: incoming.method ?? "GET", path, headers: incoming.headers, body };
    requests.push(request);
    for (const waiter of waiting) if (waiter.path === path) waiter.resolve();
    const plan = plans[path] ?? plans[path.replace(/\?.*$/, "")];
    const count = asked.get(path) ?? 0;
    asked.set(path, count + 1);
    const step = stepOf(plan, count, request);
    await play(step, response, released).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async () => {
    release();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    release,
    arrived: (path) =>
      requests.some((request) => request.path === path)
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ path, resolve })),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The address of a port of 127.0.0.1 on which nothing listens. */
export async function closedPort(): Promise<string> {
  const { url, close } = await startLoopback({});
  await close();
  return url;
}

function stepOf(plan: Plans[string] | undefined, count: number, request: RecordedRequest): Step {
  if (plan === undefined) return { status: 404, json: { error: "no plan for this path" } };
  if (typeof plan === "function") return plan(request);
  if (!isList(plan)) return plan;
  return plan[Math.min(count, plan.length - 1)] ?? {};
}

function isList(plan: Step | readonly Step[]): plan is readonly Step[] {
  return Array.isArray(plan);
}

async function play(step: Step, response: ServerResponse, released: Promise<void>): Promise<void> {
  if (step.reset === "before") {
    response.destroy();
    return;
  }
  if (step.hold === "headers") await released;
  const plain = step.json === undefined ? (step.body ?? "") : JSON.stringify(step.json);
  const body = step.gzip ? gzipSync(plain) : plain;
  response.writeHead(step.redirect === undefined ? (step.status ?? 200) : (step.status ?? 307), {
    ...(step.json === undefined ? {} : { "content-type": "application/json" }),
    ...(step.gzip ? { "content-encoding": "gzip" } : {}),
    ...(step.redirect === undefined ? {} : { location: step.redirect }),
    ...step.headers,
  });
  for (const chunk of step.chunks ?? []) await new Promise((resolve) => response.write(chunk, resolve));
  if (step.hold === "end") await released;
  if (step.reset === "after") response.destroy();
  else response.end(step.chunks === undefined ? body : undefined);
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
