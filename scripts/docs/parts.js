import { cliHelp } from "./cli-help.js";
import { configReference } from "./config-reference.js";
import { configSchema } from "./config-schema.js";
import { codeTable, refusalTable } from "./error-tables.js";
import { connectorTable, providerTable, sourceTable } from "./plug-in-tables.js";
import { fieldTable, operatorTable } from "./query-tables.js";

/**
 * What is generated: the file, the marker in it (absent: it is generated as a whole), and what makes the text.
 * Everything is read from the built package.
 * @type {readonly { file: string, marker?: string, generate: () => string | Promise<string> }[]}
 */
export const PARTS = [
  { file: "docs/cli.md", marker: "help", generate: cliHelp },
  { file: "docs/config.md", marker: "reference", generate: configReference },
  { file: "data/config.schema.json", generate: configSchema },
  { file: "docs/query.md", marker: "operators", generate: operatorTable },
  { file: "docs/query.md", marker: "fields", generate: fieldTable },
  { file: "docs/errors.md", marker: "codes", generate: codeTable },
  { file: "docs/errors.md", marker: "refusals", generate: refusalTable },
  { file: "docs/plug-ins.md", marker: "sources", generate: sourceTable },
  { file: "docs/plug-ins.md", marker: "connectors", generate: connectorTable },
  { file: "docs/plug-ins.md", marker: "providers", generate: providerTable },
];
