// An agent whose provider dies after a tool was called: another one goes on, and no tool runs twice. config/agent-fail-over.yaml.
// needs: nothing; scripted backends stand in for OpenAI and Anthropic.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { createAgent, tool } from "langchain";
import { createManager } from "modelmall";
import { brokenServer, fakeBackend } from "modelmall/backends/fake";
import { ChatModelMall } from "modelmall/langchain";
import { memory } from "modelmall/stores/memory";
import { z } from "zod";

// The first asks for the tool, and has fallen over when the tool's answer comes; the second reads that answer.
const openai = fakeBackend(
  ({ request }) =>
    request.messages.some(({ role }) => role === "tool")
      ? brokenServer()
      : { toolCalls: [{ id: "call_1", name: "book_table", arguments: { guests: 2 } }] },
  { name: "openai" },
);
const anthropic = fakeBackend(
  ({ request }) => ({ text: `Done: ${request.messages.findLast(({ role }) => role === "tool")?.content}.` }),
  { name: "anthropic" },
);

const env = { OPENAI_API_KEY: "sk-example", ANTHROPIC_API_KEY: "sk-example" };
const manager = await createManager({ store: memory(), env });
await manager.discover("catalog");
const config = fileURLToPath(new URL("config/agent-fail-over.yaml", import.meta.url));
const router = await manager.router(config, { backends: { openai, anthropic } });
router.onAttempt(({ reason, target, outcome }) => console.log(`${reason}: ${target} ${outcome}`));

let bookings = 0;
const bookTable = tool(
  ({ guests }) => {
    bookings += 1;
    return `a table for ${guests} is booked`;
  },
  { name: "book_table", description: "Books a table", schema: z.object({ guests: z.number() }) },
);

const model = new ChatModelMall({ router, model: "assistant" });
const agent = createAgent({ model, tools: [bookTable] });
const { messages } = await agent.invoke({ messages: [{ role: "user", content: "A table for two, please." }] });

assert.equal(bookings, 1);
assert.equal(messages.at(-1)?.response_metadata.target, "anthropic/claude-sonnet-4-5");
console.log(`${messages.at(-1)?.text} The tool ran ${bookings} time.`);
await manager.close();
