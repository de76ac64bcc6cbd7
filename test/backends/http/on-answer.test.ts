import { expect, it, onTestFinished } from "vitest";
import { createBackend } from "../../../src/builtins/backends.ts";
import { startLoopback } from "../../support/loopback.ts";

const ASKED = { messages: [{ role: "user" as const, content: "hello" }] };
const KEY = "sk-one-0123456789";
const ANSWER = {
  id: "c",
  choices: [{ index: 0, message: { role: "assistant", content: "hi" }, finish_reason: "stop" }],
};

async function readAll(chunks: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of chunks);
}

it("an error of whoever is told of an answer is told without the key, of a whole answer and of a stream", async () => {
  const server = await startLoopback({ "/v1/chat/completions": { json: ANSWER } });
  const backend = createBackend({ provider: "openai", baseUrl: `${server.url}/v1`, apiKey: KEY, env: {} });
  onTestFinished(async () => {
    await backend.close();
    await server.close();
  });
  const onAnswer = () => {
    throw new Error(`seen with ${KEY}`);
  };
  for (const asked of [backend.generate("m", ASKED, { onAnswer }), readAll(backend.stream("m", ASKED, { onAnswer }))]) {
    const { message } = (await asked.catch((thrown: unknown) => thrown)) as Error;
    expect(message).toMatch(/seen with/);
    expect(message).not.toContain(KEY);
  }
});
