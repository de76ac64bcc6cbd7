// needs: nothing; a small server on 127.0.0.1 stands in for Ollama.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText } from "ai";
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

const manager = await createManager({ store: memory(), env: { OLLAMA_HOST: `127.0.0.1:${port}` } });
manager.registry.set("ollama/llama3.2:3b", { isLocal: true, parameters: { temperature: 0, max_tokens: 200 } });

const { options, modelId, settings } = manager.connect("llama3.2:3b", "ai-sdk");
const { text } = await generateText({
  model: createOpenAICompatible(options)(modelId),
  ...settings,
  prompt: "Hello!",
});
console.log(`${modelId}: ${text}`);

await manager.close();
server.close();
