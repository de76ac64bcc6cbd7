import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import type { BackendOptions } from "../../../src/builtins/backend-options.ts";
import { createBackend } from "../../../src/builtins/backends.ts";

const ASKED = { messages: [{ role: "user" as const, content: "hello" }], n: 2 };
/** Longer than a stream that has ended is waited for. */
const LATE_MS = 400;

const event = (body: object) => `data: ${JSON.stringify(body)}\n\n`;

const google = (index: number, text: string) =>
  event({ candidates: [{ index, content: { parts: [{ text }] }, finishReason: index === 0 ? "STOP" : "MAX_TOKENS" }] });
const openai = (index: number, content: string) =>
  event({ choices: [{ index, delta: { content }, finish_reason: index === 0 ? "stop" : "length" }] });

async function backendFor(
  options: Partial<BackendOptions> & { provider: string },
  write: (out: ServerResponse) => void,
) {
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    outgoing.writeHead(200, { "content-type": "text/event-stream" });
    write(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const backend = createBackend({ apiKey: "key-0123456789", env: {}, baseUrl, ...options });
  onTestFinished(async () => {
    await backend.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return backend;
}

it.each([
  ["google", google],
  ["vllm", openai],
])("an answer of %s that begins long after the first has ended is not lost", async (provider, answer) => {
  const backend = await backendFor({ provider }, (out) => {
    out.write(answer(0, "one"));
    setTimeout(() => out.end(answer(1, "two")), LATE_MS);
  });
  const told: Record<number, { text: string; reason: string | undefined }> = {};
  for await (const { index = 0, content = "", finishReason } of backend.stream("m", ASKED)) {
    const { text = "", reason } = told[index] ?? {};
    told[index] = { text: text + content, reason: reason ?? finishReason };
  }
  expect(told).toEqual({ 0: { text: "one", reason: "stop" }, 1: { text: "two", reason: "length" } });
});

it("an answer fewer than was asked for is the whole answer where the stream ends in order", async () => {
  const backend = await backendFor({ provider: "google" }, (out) => void out.end(google(0, "one")));
  const texts = [];
  for await (const { content } of backend.stream("m", ASKED)) if (content !== undefined) texts.push(content);
  expect(texts).toEqual(["one"]);
});
