// Loads model_config_example.yaml, the file that shows every feature, and says where each of its names leads.
import { fileURLToPath } from "node:url";
import { createManager } from "modelmall";
import { memory } from "modelmall/stores/memory";

const config = fileURLToPath(new URL("model_config_example.yaml", import.meta.url));
const keys = [
  "OPENAI_API_KEY",
  "OPENAI_SECOND_KEY",
  "ANTHROPIC_API_KEY",
  "AZURE_OPENAI_API_KEY",
  "GEMINI_API_KEY",
  "LAB_API_KEY",
];
const env = Object.fromEntries(keys.map((name) => [name, "example-key"]));
const manager = await createManager({ store: memory(), env });
const { models, problems } = await manager.loadConfig(config);

for (const { name, enabled } of models.values()) {
  if (!enabled || name.includes("*")) continue;
  console.log(
    `${name} → ${manager
      .resolve(name)
      .targets.map(({ id }) => id)
      .join(", ")}`,
  );
}
console.log(`${models.size} names, ${problems.length} problems`);
await manager.close();
