// Only backends known to fulfil a policy are called, and every refusal says why; config/compliance.yaml.
import { fileURLToPath } from "node:url";
import { createManager } from "modelmall";
import { memory } from "modelmall/stores/memory";

const config = fileURLToPath(new URL("config/compliance.yaml", import.meta.url));
const manager = await createManager({
  store: memory(),
  env: { AZURE_OPENAI_API_KEY: "example", OPENAI_API_KEY: "sk-example" },
});
await manager.loadConfig(config);

for (const name of ["contracts", "medical", "public-faq"]) {
  const { targets, dropped } = manager.resolve(name);
  console.log(`${name} may go to ${targets.map(({ id }) => id).join(", ")}`);
  for (const { id, reason } of dropped) console.log(`  not to ${id}: ${reason}`);
}
await manager.close();
