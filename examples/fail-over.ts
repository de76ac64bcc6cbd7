// Shows which targets stand in when the first one fails, and for which requests; config/fail-over.yaml.
import { fileURLToPath } from "node:url";
import { createManager } from "modelmall";
import { memory } from "modelmall/stores/memory";

const config = fileURLToPath(new URL("config/fail-over.yaml", import.meta.url));
const env = { OPENAI_API_KEY: "sk-example", ANTHROPIC_API_KEY: "sk-example", GEMINI_API_KEY: "sk-example" };
const manager = await createManager({ store: memory(), env });
await manager.loadConfig(config);

const { targets, fallback, retry } = manager.resolve("assistant");
const ids = (list: typeof targets) => list.map(({ id }) => id).join(", ");
console.log(`first ${ids(targets)}; then ${ids(fallback.any)}; at most ${retry.attempts} tries`);
console.log(`too long for them: ${ids(fallback.contextWindow)}`);
await manager.close();
