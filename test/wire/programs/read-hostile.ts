import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createGzip, gzipSync } from "node:zlib";
import { CallError } from "../../../src/call-error.ts";
import { createWire } from "../../../src/wire/create-wire.ts";

// Reads one hostile answer, and tells how it ended and by how much the process grew; the server is another process.
const [what = "", role] = process.argv.slice(2);
const MB = 1_000_000;

if (role === "server") {
  const answers: Record<string, (response: ServerResponse) => Promise<void>> = {
    small: async (response) => void response.end("data: 1\n\n"),
    line: (response) => repeat(response, Buffer.alloc(MB, "x"), 200),
    "json-line": (response) => repeat(response, Buffer.alloc(MB, "[1,"), 200),
    bomb: async (response) => {
      response.setHeader("content-encoding", "gzip");
      response.end(await bomb());
    },
    "bomb-stream": async (response) => {
      response.setHeader("content-encoding", "gzip");
      response.end(await bomb());
    },
    "slow-reader": (response) => repeat(response, Buffer.from(`data: ${"x".repeat(992)}\n\n`.repeat(1_000)), 200),
  };
  const server = createServer((request, response) => {
    response.on("error", () => undefined);
    answers[(request.url ?? "/").slice(1)]?.(response);
  }).listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
} else {
  const child = fork(new URL(import.meta.url), [what, "server"], { execArgv: process.execArgv });
  const [port] = (await once(child, "message")) as [number];
  const wire = createWire({ env: {} });
  const read = async (path: string, pause: boolean) => {
    const url = `http://127.0.0.1:${port}/${path}`;
    const answer = await wire.send({ method: "POST", url, headers: {}, body: "{}" }, { target: "acme/m", secrets: [] });
    if (path === "bomb") await answer.bytes();
    else {
      let count = 0;
      for await (const _event of answer.events(path === "json-line" ? "ndjson" : "sse")) {
        count += 1;
        if (pause && count % 2_000 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
    return "ended";
  };
  await read("small", false);
  const before = process.resourceUsage().maxRSS;
  const outcome = await read(what, what === "slow-reader").catch((error: unknown) =>
    error instanceof CallError ? error.code : String(error),
  );
  console.log(JSON.stringify({ outcome, grownMiB: (process.resourceUsage().maxRSS - before) / 1024 }));
  child.kill();
  await wire.close();
}

async function repeat(response: ServerResponse, piece: Buffer, times: number): Promise<void> {
  for (let time = 0; time < times && !response.destroyed; time += 1) {
    await new Promise((resolve) => response.write(piece, resolve));
  }
  response.end();
}

async function bomb(): Promise<Buffer> {
  if (what === "small") return gzipSync("");
  const gzip = createGzip();
  const pieces: Buffer[] = [];
  gzip.on("data", (piece: Buffer) => pieces.push(piece));
  for (let time = 0; time < 512; time += 1) {
    if (!gzip.write(Buffer.alloc(MB, "x"))) await once(gzip, "drain");
  }
  gzip.end();
  await once(gzip, "end");
  return Buffer.concat(pieces);
}
