import { describe, expect, it } from "vitest";
import type { CallErrorCode } from "../../src/call-error.ts";
import { closedPort } from "../support/closed-port.ts";
import { ended, startRawServer } from "../support/raw-server.ts";
import {
  beginning,
  cut,
  EVENTS,
  end,
  refusing,
  SAID,
  type Serve,
  stall,
  startUpstream,
  WHOLE,
  well,
} from "./support/upstream.ts";
import { KINDS, type WiredKind, wired } from "./support/wired.ts";

const SHORT = "timeout: { connect: 500ms, first_content: 300ms, idle: 300ms, total: 5s }";
const both = (route = SHORT) => ({ route });

interface Broken {
  readonly what: string;
  readonly kinds?: readonly WiredKind[];
  readonly serve: Serve;
  readonly code: CallErrorCode;
}

const { comment, role, content, rest, finish, error: told, broken, done } = EVENTS;
const STREAM = ["stream"] as const;
const GENERATE = ["generate"] as const;
const half = WHOLE.slice(0, 60);

/** Nothing of the answer has come yet. */
const BEFORE_CONTENT: readonly Broken[] = [
  { what: "says nothing at all", serve: stall, code: "first_content_timeout" },
  { what: "breaks the connection at once", serve: cut, code: "unreachable" },
  { what: "sends its headers and nothing more", serve: beginning([], stall), code: "first_content_timeout" },
  { what: "ends without a body", kinds: GENERATE, serve: beginning([], end), code: "malformed_answer" },
  { what: "ends a stream without an event", kinds: STREAM, serve: beginning([], end), code: "stream_truncated" },
  { what: "breaks off in its body", kinds: GENERATE, serve: beginning([half], cut), code: "stream_truncated" },
  { what: "stalls in its body", kinds: GENERATE, serve: beginning([half], stall), code: "idle_timeout" },
  { what: "ends in the middle of its JSON", kinds: GENERATE, serve: beginning([half], end), code: "malformed_answer" },
  {
    what: "answers with a page",
    kinds: GENERATE,
    serve: refusing(200, "<html>hello</html>", { "content-type": "text/html" }),
    code: "malformed_answer",
  },
  {
    what: "says that it is there, and breaks off",
    kinds: STREAM,
    serve: beginning([comment, role], cut),
    code: "stream_truncated",
  },
  {
    what: "says its role, and that it failed",
    kinds: STREAM,
    serve: beginning([role, told], end),
    code: "server_error",
  },
  { what: "says its role, and stalls", kinds: STREAM, serve: beginning([role], stall), code: "first_content_timeout" },
  { what: "says its role, and ends", kinds: STREAM, serve: beginning([role], end), code: "stream_truncated" },
  {
    what: "says its role, and what is no JSON",
    kinds: STREAM,
    serve: beginning([role, broken], stall),
    code: "malformed_answer",
  },
  {
    what: "says in a good answer that it failed",
    kinds: GENERATE,
    serve: refusing(200, told.slice(6)),
    code: "server_error",
  },
];

/** Something of the answer has come, and may be on a screen. */
const AFTER_CONTENT: readonly Broken[] = [
  { what: "breaks off", serve: beginning([role, content], cut), code: "stream_truncated" },
  { what: "ends as if all were said", serve: beginning([role, content], end), code: "stream_truncated" },
  { what: "stalls", serve: beginning([role, content], stall), code: "idle_timeout" },
  { what: "says that it failed", serve: beginning([role, content, told], end), code: "server_error" },
  {
    what: "says that it failed, and then that all is done",
    serve: beginning([content, told, done], end),
    code: "server_error",
  },
  {
    what: "says what is no JSON",
    serve: beginning([content, broken, rest, finish, done], end),
    code: "malformed_answer",
  },
];

describe("answers that go wrong", () => {
  const early = BEFORE_CONTENT.flatMap((one) => (one.kinds ?? KINDS).map((kind) => [kind, one.what, one] as const));

  it.each(early)("%s: a target that %s is taken over unseen", async (kind, _, { serve, code }) => {
    const failing = await startUpstream(serve);
    const healthy = await startUpstream(well);
    const { ask, told, state } = await wired(
      { a: { url: `${failing.url}/v1` }, b: { url: `${healthy.url}/v1` } },
      both(),
    );
    expect(await ask(kind)).toEqual({ text: SAID, ended: true });
    expect(told()).toEqual([`a/gpt-4o ${code}`, "b/gpt-4o ok"]);
    expect([failing.requests.length, healthy.requests.length, state.open.size]).toEqual([1, 1, 0]);
    await failing.requests[0]?.over;
  });

  it.each(AFTER_CONTENT.map((one) => [one.what, one] as const))(
    "a stream that %s after its first content is nobody else's, and has no good end",
    async (_, { serve, code }) => {
      const failing = await startUpstream(serve);
      const healthy = await startUpstream(well);
      const { ask, told } = await wired({ a: { url: `${failing.url}/v1` }, b: { url: `${healthy.url}/v1` } }, both());
      const heard = await ask("stream");
      expect(heard).toMatchObject({ ended: false, error: { code, target: "a/gpt-4o" } });
      expect(SAID.startsWith(heard.text)).toBe(true);
      expect(heard.text).not.toBe("");
      expect(told()).toEqual([`a/gpt-4o ${code}`]);
      expect([failing.requests.length, healthy.requests.length]).toEqual([1, 0]);
    },
  );
});

describe("servers that are none", () => {
  it.each(KINDS)("%s: a redirect is never followed", async (kind) => {
    const elsewhere = await startUpstream(well);
    const failing = await startUpstream(refusing(307, "", { location: `${elsewhere.url}/v1/chat/completions` }));
    const healthy = await startUpstream(well);
    const { ask, told } = await wired({ a: { url: `${failing.url}/v1` }, b: { url: `${healthy.url}/v1` } });
    expect(await ask(kind)).toEqual({ text: SAID, ended: true });
    expect(told()).toEqual(["a/gpt-4o redirected", "b/gpt-4o ok"]);
    expect(elsewhere.requests).toEqual([]);
  });

  it.each(KINDS)("%s: nobody listens, the name leads nowhere, what speaks is no server of HTTP", async (kind) => {
    await using babble = await startRawServer((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n"));
    const healthy = await startUpstream(well);
    const { ask, told } = await wired(
      {
        a: { url: `http://127.0.0.1:${await closedPort()}/v1` },
        b: { url: "https://nobody.invalid/v1" },
        c: { url: `${babble.url}/v1` },
        d: { url: `${healthy.url}/v1` },
      },
      both("timeout: 5s"),
    );
    expect(await ask(kind)).toEqual({ text: SAID, ended: true });
    expect(told()).toEqual([
      "a/gpt-4o unreachable",
      "b/gpt-4o unreachable",
      expect.stringMatching(/^c\/gpt-4o (unreachable|malformed_answer)$/),
      "d/gpt-4o ok",
    ]);
  });

  it.each(KINDS)("%s: servers that hold their peace have the time of the whole call, and no more", async (kind) => {
    await using a = await startRawServer((socket) => socket.resume());
    await using b = await startRawServer((socket) => socket.resume());
    const { ask, running, state } = await wired(
      { a: { url: `${a.url}/v1` }, b: { url: `${b.url}/v1` } },
      { route: "timeout: { first_content: 400ms, total: 700ms }" },
    );
    const started = performance.now();
    const { error } = await ask(kind);
    const took = performance.now() - started;
    expect(error).toMatchObject({ code: "deadline", attempts: [{ target: "a/gpt-4o" }, { target: "b/gpt-4o" }] });
    expect(took).toBeGreaterThan(600);
    expect(took).toBeLessThan(950);
    await Promise.all([...a.connections, ...b.connections].map(ended));
    expect([running(), state.open.size]).toEqual([0, 0]);
  });
});
