// Usage: add-models.ts PATH PREFIX COUNT. Saves PREFIX/0, PREFIX/1, … one by one, and says so after each.
import { writeSync } from "node:fs";
import { json } from "../../../src/stores/json.ts";
import { addModels } from "../../support/add-models.ts";

const [path = "", prefix = "", count = "0"] = process.argv.slice(2);
const store = json({ path, lockTimeoutMs: 60_000 });
for (let n = 0; n < Number(count); n += 1) {
  await addModels(store, `${prefix}/${n}`);
  writeSync(1, `${prefix}/${n}\n`);
}
