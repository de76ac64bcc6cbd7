import { connect } from "node:net";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createRouter } from "../../../src/router/create-router.ts";
import { serve } from "../../../src/server/serve.ts";
import { openUpstream } from "../../router/support/upstream.ts";
import { wiredConfig } from "../../router/support/wired.ts";

// Begins so many streams over real sockets and leaves each at its first content; tells what that leaves behind.
const [count = "1000"] = process.argv.slice(2);
const AT_ONCE = 250;
const WARM_UP = 1_000;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const warnings: string[] = [];
process.on("warning", ({ name, message }) => warnings.push(`${name}: ${message}`));
process.on("unhandledRejection", (reason) => warnings.push(`unhandled: ${reason}`));

const piece = 'data: {"id":"c","choices":[{"index":0,"delta":{"content":"word "},"finish_reason":null}]}\n\n';
let open = 0;
const upstream = await openUpstream((outgoing) => {
  open += 1;
  outgoing.on("close", () => {
    open -= 1;
  });
  outgoing.writeHead(200, { "content-type": "text/event-stream" });
  outgoing.write(piece);
});
const config = await wiredConfig({ a: { url: `${upstream.url}/v1` } });
const router = createRouter({ config, env: {} });
const gateway = await serve({ router, port: 0, log: (line) => warnings.push(line) });
const body = JSON.stringify({ model: "m", stream: true, messages: [{ role: "user", content: "hello" }] });
const head = `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;

function abortOne(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(gateway.address.port, "127.0.0.1", () => socket.write(`${head}\r\n\r\n${body}`));
    socket.on("error", reject);
    socket.on("data", (data) => {
      if (!data.includes("HTTP/1.1 200")) reject(new Error(String(data)));
      socket.destroy();
    });
    socket.on("close", () => resolve());
  });
}

async function abort(streams: number): Promise<void> {
  for (let left = streams; left > 0; left -= AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, abortOne));
  }
  while (open > 0) await setImmediate();
  // The provider of this test remembers what it was asked.
  (upstream.requests as unknown[]).length = 0;
}

async function heap(): Promise<number> {
  for (let turn = 0; turn < 5; turn += 1) {
    await setImmediate();
    collect();
  }
  return process.memoryUsage().heapUsed;
}

await abort(WARM_UP);
const before = await heap();
await abort(Number(count));
const after = await heap();
const running = router.health().targets.reduce((sum, one) => sum + one.running, 0);
console.log(JSON.stringify({ before, after, running, warnings }));
process.exit(0);
