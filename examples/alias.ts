// Calls one backend model by a name that says what it is for; config/alias.yaml maps it.
import { fileURLToPath } from "node:url";
import { createManager } from "modelmall";
import { memory } from "modelmall/stores/memory";

const config = fileURLToPath(new URL("config/alias.yaml", import.meta.url));
const env = { OPENAI_API_KEY: "sk-example", ANTHROPIC_API_KEY: "sk-example" };
const manager = await createManager({ store: memory(), env });
await manager.loadConfig(config);

for (const name of ["quick", "code-assistant", "claude-opus-4-5"]) {
  console.log(`${name} is ${manager.resolve(name).targets[0]?.id} today`);
}
const { request } = manager.connect("code-assistant", "openai");
console.log("called with", request);
await manager.close();
