// Two products on one backend model: what is switched off is refused before it costs anything. config/feature-flags.yaml.
import { fileURLToPath } from "node:url";
import { createManager } from "modelmall";
import { memory } from "modelmall/stores/memory";

const config = fileURLToPath(new URL("config/feature-flags.yaml", import.meta.url));
const manager = await createManager({ store: memory(), env: { OPENAI_API_KEY: "sk-example" } });
await manager.loadConfig(config);

for (const name of ["power-chat", "safe-chat"]) {
  const { route, steps } = manager.explain(name, { needs: ["tools"] });
  console.log(`${name} with tools: ${route?.targets[0]?.id ?? steps.at(-1)?.text}`);
}
await manager.close();
