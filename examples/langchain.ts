// needs: nothing; a small server on 127.0.0.1 stands in for OpenAI.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createManager } from "modelmall";
import { memory } from "modelmall/stores/memory";

const server = createServer((_request, response) => {
  const message = { role: "assistant", content: "Hello from the other side." };
  response.setHeader("content-type", "application/json");
  response.end(
    JSON.stringify({ id: "1", object: "chat.completion", choices: [{ index: 0, message, finish_reason: "stop" }] }),
  );
}).listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
const { port } = server.address() as AddressInfo;

const manager = await createManager({
  store: memory(),
  env: { OPENAI_API_KEY: "sk-example", OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` },
});
await manager.discover("catalog");
manager.alias("openai/gpt-4o-mini", "fast");

const model = await manager.langchain("fast", { parameters: { temperature: 0 } });
const reply = await model.invoke("Hello!");
console.log(`${model.getName()}: ${reply.text}`);

await manager.close();
server.close();
