// Adds a source of one's own, discovers from it twice, and prints what changed in between.
import { createManager, type ModelSource } from "modelmall";
import { memory } from "modelmall/stores/memory";

let price = 1;
const lab: ModelSource = {
  name: "lab",
  discover: () => [
    { id: "lab/small", isLocal: true, contextWindow: 32_768, pricing: { input: 0, output: 0 } },
    { id: "lab/large", contextWindow: 131_072, pricing: { input: price, output: 4 * price } },
  ],
};

const manager = await createManager({ store: memory(), sources: [lab] });
await manager.discover("lab");
manager.tag("lab/large", "production");
price = 2;
const report = await manager.discover("lab");
for (const { id, fields } of report.sources[0]?.changed ?? []) {
  console.log(id, fields.map(({ path, from, to }) => `${path} ${from} → ${to}`).join(", "));
}
console.log(
  "still tagged:",
  manager.list({ tags: ["production"] }).map(({ id }) => id),
);
