// Several keys and accounts at one provider; they are used in turn, and never shown. config/several-keys.yaml.
import { fileURLToPath } from "node:url";
import { createManager } from "modelmall";
import { memory } from "modelmall/stores/memory";

const config = fileURLToPath(new URL("config/several-keys.yaml", import.meta.url));
const env = { TEAM_A_KEY_1: "sk-a-1", TEAM_A_KEY_2: "sk-a-2", TEAM_B_KEY: "sk-b-1" };
const manager = await createManager({ store: memory(), env });
await manager.loadConfig(config);

for (const { id, backend, weight } of manager.resolve("assistant").targets) {
  console.log(`${id}: weight ${weight}, keys of ${backend.organization}: ${backend.apiKeys.length}`);
}
console.log("a key is shown as", manager.resolve("assistant").targets[0]?.backend.apiKeys[0]);
await manager.close();
