/** Where the published schema of configs can be had. */
export const CONFIG_SCHEMA_URL = "https://unpkg.com/modelmall/data/config.schema.json";
