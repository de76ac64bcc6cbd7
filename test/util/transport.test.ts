import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { createHttp } from "../../src/util/http.ts";
import { openTransport } from "../../src/util/transport.ts";
import { closedPort, startLoopback } from "../support/loopback.ts";

const ask = (env: Record<string, string>, url: string) => {
  const transport = openTransport(env);
  const http = createHttp({ source: "acme", fetch: transport.fetch, signal: new AbortController().signal });
  return http.json(url).finally(() => transport.close());
};

describe("openTransport", () => {
  it("asks through the proxy that HTTP_PROXY names", async () => {
    await using server = await startLoopback({ "/models": { json: "from the service" } });
    const asked: string[] = [];
    const proxy = createServer((socket) => {
      socket.once("data", (head) => {
        asked.push(head.toString("latin1").split("\r\n")[0] ?? "");
        const { port, hostname } = new URL(server.url);
        const upstream = connect(Number(port), hostname, () => {
          socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
          socket.pipe(upstream).pipe(socket);
        });
        for (const end of [socket, upstream]) end.on("error", () => end.destroy());
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const { port } = proxy.address() as AddressInfo;
    const answer = await ask({ HTTP_PROXY: `http://127.0.0.1:${port}` }, "http://acme.test/models");
    proxy.close();
    expect(answer).toBe("from the service");
    expect(asked).toEqual(["CONNECT acme.test:80 HTTP/1.1"]);
  });

  it("asks this machine directly, whatever proxy is set", async () => {
    await using server = await startLoopback({ "/": { json: "direct" } });
    const proxy = await closedPort();
    expect(await ask({ http_proxy: proxy, https_proxy: proxy, no_proxy: "example.com" }, server.url)).toBe("direct");
  });

  it("uses no proxy when NO_PROXY is *", async () => {
    await using server = await startLoopback({ "/": { json: "direct" } });
    expect(await ask({ HTTP_PROXY: await closedPort(), NO_PROXY: "*" }, server.url)).toBe("direct");
  });

  it("tells of a proxy that cannot be used without repeating its password", async () => {
    await expect(ask({ HTTP_PROXY: "http://me:sk-secret@[bad" }, "http://acme.test/")).rejects.toThrow(
      /^acme: (?!.*secret).*acme\.test/,
    );
  });
});
