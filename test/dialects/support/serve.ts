import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ServedDialect } from "../../../src/served-dialect.ts";
import { type Answered, aCall, written } from "./served.ts";

/** What a server on 127.0.0.1 answers everything with. */
export interface ServedAnswer {
  /** @default 200 */
  readonly status?: number;
  readonly type: "application/json" | "text/event-stream" | "application/x-ndjson";
  readonly body: string;
}

/** Answers every request with the bytes that were written, over a real socket; change `answer` for the next one. */
export async function serveAnswers(): Promise<AsyncDisposable & { url: string; answer: ServedAnswer }> {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      response.writeHead(served.answer.status ?? 200, { "content-type": served.answer.type });
      response.end(served.answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const served = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: { type: "application/json", body: "{}" } as ServedAnswer,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return served;
}

/** An answer as a dialect's server writes it, whole or as a stream. */
export function servedAnswer(
  served: ServedDialect,
  { reply, chunks = [] }: Pick<Answered, "reply" | "chunks">,
  call = aCall({ stream: reply === undefined }),
): ServedAnswer {
  if (reply !== undefined) return { type: "application/json", body: JSON.stringify(served.encodeReply(reply, call)) };
  const type = served.framing === "sse" ? "text/event-stream" : "application/x-ndjson";
  return { type, body: written(served, chunks, call) };
}
