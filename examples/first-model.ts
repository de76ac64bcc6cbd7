// Finds the cheapest model that can use tools and see, offline, and says where its price comes from.
import { createManager } from "modelmall";

const manager = await createManager();
await manager.discover("catalog");
const query = { capabilities: ["tools", "vision"], minContext: 200_000, "pricing.input": { $gt: 0 } };
const [cheapest] = manager.list(query, { sort: "pricing.input", limit: 1 });
if (cheapest === undefined) throw new Error("the catalogue has no such model");
const { origin, at } = manager.registry.provenance(cheapest.id, "pricing.input");
console.log(`${cheapest.id}: $${cheapest.pricing.input} per million input tokens (${origin}, ${at?.slice(0, 10)})`);
await manager.close();
