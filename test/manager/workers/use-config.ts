// Usage: use-config.ts PATH PREFIX COUNT. With a config in use, discovers PREFIX/0, PREFIX/1, … one more each time, and
// tags what the config exposes in between; says so after each.
import { writeSync } from "node:fs";
import { parseConfig } from "../../../src/config/load.ts";
import { createManager } from "../../../src/manager.ts";
import { json } from "../../../src/stores/json.ts";

const [path = "", prefix = "", count = "0"] = process.argv.slice(2);
let listed = 0;
const manager = await createManager({
  store: json({ path, lockTimeoutMs: 60_000 }),
  sources: [
    {
      name: prefix,
      discover: () => Array.from({ length: listed }, (_, n) => ({ id: `${prefix}/${n}`, contextWindow: 1000 })),
    },
  ],
  env: { TEAM_KEY: "sk-canary-0123456789" },
});
const config = `
models:
  exposed-canary:
    backend: openai/target-canary
    description: description-canary
    aliases: [alias-canary]
    parameters: { temperature: 0.123456 }
  ${prefix}/0: openai/target-canary
backends: { openai: { api_key: "\${TEAM_KEY}" } }
`;
manager.useConfig(
  await parseConfig(config, { env: { TEAM_KEY: "sk-canary-0123456789" }, catalogue: manager.catalogue }),
);
for (listed = 1; listed <= Number(count); listed += 1) {
  await manager.discover();
  manager.tag("alias-canary", `${prefix}-${listed}`);
  await manager.flush();
  writeSync(1, `${listed}\n`);
}
await manager.close();
