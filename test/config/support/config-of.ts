import { checkConfig } from "../../../src/config/load.ts";
import { type Catalogue, type Config, EMPTY_CATALOGUE } from "../../../src/config.ts";
import type { Facts } from "../../../src/model.ts";

/** The config a text means, also one that its checks complain about; variables are those given. */
export async function configOf(text: string, catalogue: Catalogue = EMPTY_CATALOGUE): Promise<Config> {
  const { config, problems } = await checkConfig({ text, file: "modelmall.yaml" }, { env: {}, catalogue });
  if (config === undefined) throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  return config;
}

/** A catalogue of what is given by `provider/model-id`; it finds models by what follows the last slash. */
export function catalogueWith(facts: Readonly<Record<string, Facts>>): Catalogue {
  const known = new Map(Object.entries(facts));
  return {
    ...EMPTY_CATALOGUE,
    version: 1,
    facts: (provider, modelId) => known.get(`${provider}/${modelId}`),
    find: (name) => [...known.keys()].filter((target) => target.endsWith(`/${name}`)),
  };
}
