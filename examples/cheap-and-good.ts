// One name for cheap, one for good, one that weighs both; config/cheap-and-good.yaml, prices of the catalogue.
import { fileURLToPath } from "node:url";
import { createManager } from "modelmall";
import { memory } from "modelmall/stores/memory";

const config = fileURLToPath(new URL("config/cheap-and-good.yaml", import.meta.url));
const keys = ["OPENAI_API_KEY", "GEMINI_API_KEY", "DEEPSEEK_API_KEY", "ANTHROPIC_API_KEY"];
const env = Object.fromEntries(keys.map((name) => [name, "sk-example"]));
const manager = await createManager({ store: memory(), env });
await manager.discover("catalog");
await manager.loadConfig(config);

// The strategy orders them by price when a request is sent.
for (const { id, facts } of manager.resolve("budget-chat").targets) {
  console.log(`budget-chat: ${id} at $${facts.pricing?.input} in, $${facts.pricing?.output} out`);
}
// Exposed names are models of the registry too, priced by their targets.
const { targets, pricing } = manager.registry.require("premium-writer");
console.log(`premium-writer: ${targets?.[0]} at $${pricing.input} in, $${pricing.output} out`);
await manager.close();
