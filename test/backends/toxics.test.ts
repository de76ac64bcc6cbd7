import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CallTimeouts } from "../../src/backend.ts";
import { createBackend } from "../../src/builtins/backends.ts";
import { CallError } from "../../src/call-error.ts";
import { startRawServer } from "../support/raw-server.ts";
import { startToxicProxy, type Toxic } from "../support/toxic-proxy.ts";
import { CANARIES, EVERY_DIALECT, SAID } from "./support/every-dialect.ts";

const ASKED = { messages: [{ role: "user" as const, content: "hello" }] };
const HEARD = { text: SAID, finishReason: "stop", totalInput: 10, totalOutput: 5 };

type Kind = "whole" | "stream";
const dialects = Object.keys(EVERY_DIALECT);

// The upstream: `/<dialect>/…` is answered in it, `/<dialect>/cut/<bytes>/…` so far and then as if that were all of it.
let server: Server;
let upstream: string;
beforeAll(async () => {
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let asked = "";
  for await (const piece of request) asked += piece;
  const url = request.url ?? "";
  const [, dialect = "", cut] = /^\/([a-z-]+)(?:\/cut\/(\d+))?\//.exec(url) ?? [];
  const isStream = JSON.parse(asked).stream === true || /stream/i.test(url);
  const body = bodyOf(dialect, isStream ? "stream" : "whole");
  const type = isStream ? EVERY_DIALECT[dialect]?.streamType : "application/json";
  // Ended by the end of the connection alone, as HTTP/1.0 does: nothing below the dialect can tell a cut.
  response.useChunkedEncodingByDefault = cut === undefined;
  response.shouldKeepAlive = cut === undefined;
  response.writeHead(200, { "content-type": type });
  const end = cut === undefined ? body.length : Number(cut);
  for (let at = 0; at < end; at += 200) response.write(body.subarray(at, Math.min(at + 200, end)));
  response.end();
}

function bodyOf(dialect: string, kind: Kind): Buffer {
  return Buffer.from(EVERY_DIALECT[dialect]?.[kind] ?? "");
}

async function call(dialect: string, address: string, kind: Kind, timeouts: CallTimeouts = {}): Promise<unknown> {
  const { account } = EVERY_DIALECT[dialect] ?? {};
  const baseUrl = address.includes("/cut/") ? address : `${address}/${dialect}`;
  const backend = createBackend({ provider: "", env: {}, ...account, baseUrl });
  try {
    if (kind === "whole") {
      const { content, finishReason, usage } = await backend.generate("m", ASKED, { timeouts });
      return { text: content, finishReason, totalInput: usage?.totalInput, totalOutput: usage?.totalOutput };
    }
    let text = "";
    let last: unknown;
    for await (const chunk of backend.stream("m", ASKED, { timeouts })) {
      text += chunk.content ?? "";
      const { finishReason, usage } = chunk;
      last = { finishReason, totalInput: usage?.totalInput, totalOutput: usage?.totalOutput };
    }
    return { text, ...(last as object) };
  } finally {
    await backend.close();
  }
}

/** The error a call ends with; it shows no key, wherever one looks. */
async function failure(...args: Parameters<typeof call>): Promise<CallError> {
  const error = await call(...args).then(
    (value) => new Error(`it was answered: ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CallError);
  const shown = `${inspect(error, { depth: 12, showHidden: true })} ${(error as Error).stack} ${JSON.stringify(error)}`;
  for (const canary of Object.values(CANARIES)) expect(shown).not.toContain(canary);
  expect((error as CallError).target).toMatch(/^[a-z]+\/m$/);
  return error as CallError;
}

// From where on an answer suffers: in the middle of a character, for the last two.
const behindHead = (answer: Buffer, mark: string) => {
  const head = answer.indexOf("\r\n\r\n");
  const at = head < 0 ? -1 : answer.indexOf(mark, head);
  return at < 0 ? undefined : at + 1;
};
const phases = {
  connect: { kind: "whole", from: () => 0 },
  headers: { kind: "stream", from: (answer: Buffer) => (answer.length === 0 ? undefined : 20) },
  body: { kind: "whole", from: (answer: Buffer) => behindHead(answer, "日") },
  stream: { kind: "stream", from: (answer: Buffer) => behindHead(answer, "日") },
} as const;
type Phase = keyof typeof phases;
const hasBegun = (phase: Phase) => phase === "body" || phase === "stream";

const harmless: Toxic[] = [
  { kind: "latency", ms: 5 },
  { kind: "jitter", ms: 5 },
  { kind: "bandwidth", bytesPerMs: 50 },
  { kind: "slow close", ms: 20 },
  { kind: "slices" },
];
const slow: Toxic[] = [{ kind: "stall" }, { kind: "latency", ms: 60_000 }, { kind: "bandwidth", bytesPerMs: 1e-6 }];
const broken: Toxic[] = [{ kind: "reset" }, { kind: "cut" }];
const matrix = (toxics: readonly Toxic[]) =>
  (Object.keys(phases) as Phase[]).flatMap((phase) => toxics.map((toxic) => [toxic.kind, phase, toxic] as const));

describe.each(dialects)("a bad network under %s", (dialect) => {
  it.concurrent.each(matrix(harmless))("with %s from the %s on gives the same", async (_kind, phase, toxic) => {
    const { kind, from } = phases[phase];
    await using proxy = await startToxicProxy(upstream, toxic, from);
    expect(await call(dialect, proxy.url, kind)).toEqual(HEARD);
  });

  it.concurrent.each(matrix(slow))("with %s from the %s on ends at a deadline", async (_kind, phase, toxic) => {
    const { kind, from } = phases[phase];
    await using proxy = await startToxicProxy(upstream, toxic, from);
    const timeouts = { firstContentMs: hasBegun(phase) ? 60_000 : 60, idleMs: 60 };
    const code = hasBegun(phase) ? "idle_timeout" : "first_content_timeout";
    expect(await failure(dialect, proxy.url, kind, timeouts)).toMatchObject({ code, fault: "target", retryable: true });
    const last = await failure(dialect, proxy.url, kind, { totalMs: 60 });
    expect(last).toMatchObject({ code: "total_timeout", fault: "target", retryable: true });
  });

  it.concurrent.each(matrix(broken))("with %s from the %s on is no success", async (_kind, phase, toxic) => {
    const { kind, from } = phases[phase];
    await using proxy = await startToxicProxy(upstream, toxic, from);
    expect(await failure(dialect, proxy.url, kind)).toMatchObject({
      code: hasBegun(phase) ? "stream_truncated" : "unreachable",
      fault: "target",
      retryable: true,
    });
  });

  it.concurrent.each(["whole", "stream"] as const)("cut at any byte is never taken for all of it: %s", async (kind) => {
    const { length } = bodyOf(dialect, kind);
    const places = Array.from({ length }, (_, at) => at).filter((at) => at % 17 === 0 || at > length - 60);
    for (const at of places) {
      const outcome = await call(dialect, `${upstream}/${dialect}/cut/${at}`, kind).catch((error: unknown) => error);
      if (outcome instanceof CallError) {
        const code = kind === "stream" ? "stream_truncated" : "malformed_answer";
        expect(outcome).toMatchObject({ code, fault: "target", retryable: true });
      } else expect(outcome).toMatchObject({ text: SAID, finishReason: "stop" });
    }
  });

  it("without a handshake ends at the deadline for connecting", async () => {
    await using silent = await startRawServer((socket) => socket.resume());
    const url = silent.url.replace("http:", "https:");
    for (const kind of ["whole", "stream"] as const)
      expect(await failure(dialect, url, kind, { connectMs: 60 })).toMatchObject({
        code: "connect_timeout",
        retryable: true,
      });
  });
});
