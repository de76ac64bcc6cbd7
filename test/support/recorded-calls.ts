import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { sharedPath } from "./shared-data.ts";

/** A call recorded from a real service: what was sent, and what came back. */
export interface RecordedCall {
  /** Its path in the folder of recorded data, which names it in tests. */
  name: string;
  provider: string;
  api: string;
  features: readonly string[];
  request: { method: string; url: string; headers: Record<string, string>; json?: unknown };
  response: { status: number; headers: Record<string, string>; body: Buffer };
}

/** Every call below a folder of recorded data (`chat/openai/chat-completions`, `errors/anthropic`), in a fixed order. */
export function recordedCalls(folder: string): RecordedCall[] {
  const files = readdirSync(sharedPath(folder), { recursive: true, encoding: "utf8" });
  const names = files.filter((file) => file.endsWith(".json")).sort();
  return names.flatMap((file) => readCall(`${folder}/${file}`) ?? []);
}

function readCall(name: string): RecordedCall | undefined {
  const recorded = JSON.parse(readFileSync(sharedPath(name), "utf8"));
  if (recorded.request === undefined || recorded.response === undefined) return undefined;
  const { status, headers = {}, json, text, bodyBase64 } = recorded.response;
  const body = bodyBase64 === undefined ? Buffer.from(text ?? JSON.stringify(json)) : Buffer.from(bodyBase64, "base64");
  const { provider, api, features = [] } = recorded;
  return { name, provider, api, features, request: recorded.request, response: { status, headers, body } };
}

export interface Replay extends AsyncDisposable {
  url: string;
  /** What was sent to it, oldest first; a JSON body is parsed. */
  requests: { method: string; path: string; headers: IncomingMessage["headers"]; body: unknown }[];
}

/** How a recorded answer is cut into pieces on its way: after every so many bytes, or at these places. */
export type Cuts = { every: number } | { at: readonly number[] };

/** A server on 127.0.0.1 that answers every request with one recorded answer, over a real socket. */
export async function startReplay({ response }: Pick<RecordedCall, "response">, cuts?: Cuts): Promise<Replay> {
  const requests: Replay["requests"] = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = await readText(incoming);
    const { method = "GET", url: path = "/", headers } = incoming;
    requests.push({ method, path, headers, body: parsed(body) });
    const type = response.headers["content-type"] ?? "application/json";
    const kept = Object.entries(response.headers).filter(([name]) => /^(retry|x-|anthropic-)/.test(name));
    outgoing.writeHead(response.status, { ...Object.fromEntries(kept), "content-type": type });
    for (const piece of pieces(response.body, cuts)) {
      await new Promise((resolve) => outgoing.write(piece, resolve));
      // Gives the piece a packet of its own.
      if (cuts !== undefined) await new Promise((resolve) => setImmediate(resolve));
    }
    outgoing.end();
  });
  server.on("connection", (socket) => socket.setNoDelay(true));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A body in pieces; together they are the body. */
export function pieces(body: Buffer, cuts?: Cuts): Buffer[] {
  if (cuts === undefined) return [body];
  const places =
    "at" in cuts
      ? cuts.at
      : Array.from({ length: Math.ceil(body.length / cuts.every) }, (_, i) => (i + 1) * cuts.every);
  const edges = [0, ...places.filter((place) => place > 0 && place < body.length), body.length];
  return edges.slice(1).map((end, index) => body.subarray(edges[index], end));
}

async function readText(incoming: IncomingMessage): Promise<string> {
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
