import { markdownTable } from "../support/table.js";
import { fromDist } from "./from-dist.js";

/** The sources that come with the package. */
export async function sourceTable() {
  const { SOURCES } = await fromDist("builtins/sources.js");
  return markdownTable(
    ["source", "answers with", "address from"],
    SOURCES.map((/** @type {{ name: string, description: string, addressVariable?: string }} */ source) => [
      `\`${source.name}\``,
      source.description,
      source.addressVariable === undefined ? "" : `\`${source.addressVariable}\``,
    ]),
  );
}

/** The connectors that come with the package. */
export async function connectorTable() {
  const { CONNECTORS } = await fromDist("builtins/connectors.js");
  return markdownTable(
    ["connector", "gives", "import"],
    CONNECTORS.map((/** @type {{ name: string, description: string }} */ { name, description }) => [
      `\`${name}\``,
      description,
      `\`modelmall/connectors/${name}\``,
    ]),
  );
}

/** The providers the package knows. */
export async function providerTable() {
  const { providers } = await fromDist("builtins/providers.js");
  return markdownTable(
    ["provider", "name", "key from", "address from", "dialect", "in OpenAI's dialect", "in Anthropic's"],
    [...providers.values()].map((/** @type {import("../../src/provider.ts").Provider} */ provider) => [
      `[${provider.title}](${provider.docs})`,
      `\`${provider.name}\``,
      provider.keyVariables.map((name) => `\`${name}\``).join(", ") || "none needed",
      (provider.baseUrlVariables ?? []).map((name) => `\`${name}\``).join(", "),
      provider.dialect,
      provider.dialect === "openai" || provider.openaiPath !== undefined ? "yes" : "no",
      provider.anthropicPath === undefined ? "no" : "yes",
    ]),
  );
}
