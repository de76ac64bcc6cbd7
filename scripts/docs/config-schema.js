import { fromDist } from "./from-dist.js";

/** The JSON Schema of configs, as it is published. */
export async function configSchema() {
  const { configJsonSchema } = await fromDist("config/json-schema.js");
  return `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
}
