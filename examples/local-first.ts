// What runs here answers; images go to a cloud; private notes never do. config/local-first.yaml.
import { fileURLToPath } from "node:url";
import { createManager } from "modelmall";
import { memory } from "modelmall/stores/memory";

const config = fileURLToPath(new URL("config/local-first.yaml", import.meta.url));
const manager = await createManager({
  store: memory(),
  env: { OPENAI_API_KEY: "sk-example", GEMINI_API_KEY: "sk-example" },
});
await manager.loadConfig(config);

console.log("text:", manager.resolve("assistant").targets[0]?.id);
console.log("an image:", manager.resolve("assistant", { needs: ["vision"] }).targets[0]?.id);
const { steps, route } = manager.explain("private", { needs: ["vision"] });
console.log("a private image:", route?.targets[0]?.id ?? steps.at(-1)?.text);
await manager.close();
