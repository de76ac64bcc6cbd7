import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request as a provider saw it. */
export interface Asked {
  readonly path: string;
  /** Every name and value in one text, to be searched. */
  readonly headers: string;
  readonly body: string;
  /** Once the caller has left, or has been told everything. */
  readonly over: Promise<void>;
}

/** What a provider does with a request. */
export type Serve = (outgoing: ServerResponse, asked: Asked) => void;

/** A provider on this machine. */
export interface Upstream {
  readonly url: string;
  readonly requests: readonly Asked[];
  /** The next request that comes. */
  asked(): Promise<Asked>;
  close(): Promise<void>;
}

/** A provider that does with every request what it is told; it goes with the test. */
export async function startUpstream(serve: Serve): Promise<Upstream> {
  const upstream = await openUpstream(serve);
  onTestFinished(upstream.close);
  return upstream;
}

/** A provider that is closed by whoever opened it. */
export async function openUpstream(serve: Serve): Promise<Upstream> {
  const requests: Asked[] = [];
  const waiting: ((asked: Asked) => void)[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const over = new Promise<void>((resolve) => outgoing.once("close", () => resolve()));
    const asked = { path: incoming.url ?? "", headers: textOf(incoming), body: await bodyOf(incoming), over };
    requests.push(asked);
    serve(outgoing, asked);
    for (const resolve of waiting.splice(0)) resolve(asked);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    asked: () => new Promise((resolve) => waiting.push(resolve)),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What everybody says who is well. */
export const SAID = "all is well";

const event = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`;
const delta = (content: object, finish: string | null = null) =>
  event({ id: "c", choices: [{ index: 0, delta: content, finish_reason: finish }] });

/** Parts of a stream in OpenAI's dialect. */
export const EVENTS = {
  comment: ": still there\n\n",
  role: delta({ role: "assistant", content: "" }),
  content: delta({ content: "all is " }),
  rest: delta({ content: "well" }),
  finish: delta({}, "stop"),
  error: event({ error: { message: "The server had an error", type: "server_error", code: null } }),
  broken: "data: {no JSON\n\n",
  done: "data: [DONE]\n\n",
} as const;

/** A whole answer in OpenAI's dialect. */
export const WHOLE = JSON.stringify({
  id: "c",
  choices: [{ index: 0, message: { role: "assistant", content: SAID }, finish_reason: "stop" }],
  usage: { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 },
});

/** Answers as it was asked, whole or piece by piece. */
export const well: Serve = (outgoing, { body }) => {
  const isStream = JSON.parse(body).stream === true;
  outgoing.writeHead(200, { "content-type": isStream ? "text/event-stream" : "application/json" });
  const { role, content, rest, finish, done } = EVENTS;
  outgoing.end(isStream ? [role, content, rest, finish, done].join("") : WHOLE);
};

/** Refuses with a status and a body. */
export function refusing(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Serve {
  return (outgoing) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    outgoing.writeHead(status, {
      "content-type": typeof body === "string" ? "text/plain" : "application/json",
      ...headers,
    });
    outgoing.end(text);
  };
}

/** Begins to answer with these pieces, and then does something else. */
export function beginning(pieces: readonly string[], then: (outgoing: ServerResponse) => void): Serve {
  return (outgoing, { body }) => {
    const isStream = JSON.parse(body).stream === true;
    outgoing.writeHead(200, { "content-type": isStream ? "text/event-stream" : "application/json" });
    outgoing.flushHeaders();
    if (pieces.length === 0) then(outgoing);
    else outgoing.write(pieces.join(""), () => then(outgoing));
  };
}

/** Says nothing more. */
export const stall = (): void => undefined;
/** Breaks the connection. */
export const cut = (outgoing: ServerResponse): void => void outgoing.destroy();
/** Ends as if all were said. */
export const end = (outgoing: ServerResponse): void => void outgoing.end();

function textOf({ rawHeaders }: IncomingMessage): string {
  return rawHeaders.join("\n");
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  let body = "";
  for await (const piece of incoming) body += piece;
  return body;
}
