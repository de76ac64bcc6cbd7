// Usage: pause-before-rename.ts PATH ID. Saves a model, but stops itself (SIGSTOP) just before the file is replaced.
import { writeSync } from "node:fs";
import { json } from "../../../src/stores/json.ts";
import { addModels } from "../../support/add-models.ts";
import { hookedFs } from "../../support/faulty-fs.ts";

const [path = "", id = ""] = process.argv.slice(2);
const fs = hookedFs(({ name, path: from }) => {
  if (name !== "rename" || !from.startsWith(`${path}.tmp-`)) return;
  writeSync(1, "pausing\n");
  process.kill(process.pid, "SIGSTOP");
});
await addModels(json({ path, fs }), id);
writeSync(1, "saved\n");
