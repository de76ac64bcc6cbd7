import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { CallError } from "../../src/call-error.ts";
import { createWire } from "../../src/wire/create-wire.ts";
import { startLoopback } from "../support/loopback.ts";
import { ended, startRawServer } from "../support/raw-server.ts";

const password = "canary-password";

interface Proxy extends AsyncDisposable {
  port: number;
  asked: { host: string; authorization: string | undefined }[];
  sockets: Socket[];
}

/** A proxy on 127.0.0.1 that gives a way through to one port, whatever host is asked for. */
async function startProxy(toPort: number, answer = "200 OK"): Promise<Proxy> {
  const asked: Proxy["asked"] = [];
  const sockets: Socket[] = [];
  const server = createServer();
  server.on("connect", (request: IncomingMessage, socket: Socket) => {
    asked.push({ host: request.url ?? "", authorization: request.headers["proxy-authorization"] });
    sockets.push(socket.on("error", () => undefined));
    if (answer === "") return void socket.on("end", () => socket.destroy()).resume();
    socket.write(`HTTP/1.1 ${answer}\r\n\r\n`);
    if (!answer.startsWith("200")) return void socket.end();
    const upstream = connect(toPort, "127.0.0.1").on("error", () => socket.destroy());
    socket.on("close", () => upstream.destroy());
    upstream.on("close", () => socket.destroy());
    socket.pipe(upstream).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    sockets,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function call(env: Record<string, string>, url: string, more = {}): Promise<unknown> {
  const wire = createWire({ env });
  try {
    const options = { target: "acme/m", secrets: [], ...more };
    const first = await (await wire.send({ method: "POST", url, headers: {}, body: "{}" }, options)).json();
    const second = await (await wire.send({ method: "POST", url, headers: {}, body: "{}" }, options)).json();
    expect(second).toEqual(first);
    return first;
  } finally {
    await wire.close();
  }
}

async function failure(...args: Parameters<typeof call>): Promise<CallError> {
  const error = await call(...args).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CallError);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(password);
  return error as CallError;
}

const portOf = (url: string) => Number(new URL(url).port);

describe("a proxy", () => {
  it("is asked for one way through, with user and password, which serves the next call too", async () => {
    await using server = await startLoopback({ "/v1": { json: { ok: true } } });
    await using proxy = await startProxy(portOf(server.url));
    const env = { http_proxy: `http://me:${password}@127.0.0.1:${proxy.port}` };
    expect(await call(env, "http://api.acme.test/v1")).toEqual({ ok: true });
    const credential = Buffer.from(`me:${password}`).toString("base64");
    expect(proxy.asked).toEqual([{ host: "api.acme.test:80", authorization: `Basic ${credential}` }]);
    expect(server.requests.map(({ headers }) => headers.host)).toEqual(["api.acme.test", "api.acme.test"]);
    expect(server.requests[0]?.headers).not.toHaveProperty("proxy-authorization");
  });

  it("is left out for what runs on this machine", async () => {
    await using server = await startLoopback({ "/v1": { json: { ok: true } } });
    await using proxy = await startProxy(portOf(server.url));
    const env = { http_proxy: `http://127.0.0.1:${proxy.port}` };
    expect(await call(env, `${server.url}/v1`)).toEqual({ ok: true });
    expect(proxy.asked).toEqual([]);
  });

  it.each([
    ["407 Proxy Authentication Required", "user and password"],
    ["502 Bad Gateway", "answered 502"],
  ])("that answers %s is named as what failed", async (answer, said) => {
    await using proxy = await startProxy(1, answer);
    const env = { http_proxy: `http://me:${password}@127.0.0.1:${proxy.port}` };
    const error = await failure(env, "http://api.acme.test/v1");
    expect(error).toMatchObject({ code: "unreachable", fault: "target" });
    expect(error.message).toContain(said);
  });

  it("that is no address is an error, and nothing is sent past it", async () => {
    await using server = await startLoopback({ "/v1": { json: { ok: true } } });
    const env = { http_proxy: `gopher://me:${password}@host` };
    const error = await failure(env, `http://api.acme.test:${portOf(server.url)}/v1`);
    expect(error).toMatchObject({ code: "unreachable", retryable: false });
    expect(error.message).toContain("HTTP_PROXY");
  });

  it("that does not answer is given up at the deadline for connecting, and let go of", async () => {
    await using proxy = await startProxy(1, "");
    const env = { https_proxy: `http://127.0.0.1:${proxy.port}` };
    expect((await failure(env, "https://api.acme.test/v1", { timeouts: { connectMs: 200 } })).code).toBe(
      "connect_timeout",
    );
    expect(proxy.sockets).toHaveLength(1);
    await Promise.all(proxy.sockets.map(ended));
  });

  it("whose way leads to a server that does not shake hands is let go of at the deadline", async () => {
    await using silent = await startRawServer((socket) => socket.resume());
    await using proxy = await startProxy(silent.port);
    const env = { https_proxy: `http://127.0.0.1:${proxy.port}` };
    expect((await failure(env, "https://api.acme.test/v1", { timeouts: { connectMs: 200 } })).code).toBe(
      "connect_timeout",
    );
    expect(silent.connections).toHaveLength(1);
    await Promise.all(silent.connections.map(ended));
  });
});
