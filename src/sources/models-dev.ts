import { findProvider } from "../builtins/providers.ts";
import { SourceError } from "../errors.ts";
import type { ModelInput } from "../model.ts";
import type { DiscoverContext, ModelSource } from "../source.ts";
import { isRecord, own, type UnknownRecord } from "../util/record.ts";
import { redactUrl } from "../util/redact-text.ts";
import { translateModelsDevRow } from "./models-dev/translate-row.ts";

export { translateModelsDevRow } from "./models-dev/translate-row.ts";

export interface ModelsDevOptions {
  /** The address of `api.json`, or of the site that has it. @default "https://models.dev" */
  url?: string;
}

const NAME = "models-dev";

/** What models.dev collects of the models of many providers: prices, windows, capabilities; no key is needed. */
export function modelsDev({ url = "https://models.dev" }: ModelsDevOptions = {}): ModelSource {
  const address = url.endsWith(".json") ? url : `${url.replace(/\/+$/, "")}/api.json`;
  return {
    name: NAME,
    kind: "directory",
    ttlMs: 60 * 60 * 1_000,
    address: redactUrl(address),
    revision: 1,
    discover: (context) => listModels(address, context),
  };
}

async function listModels(address: string, { http, skip }: DiscoverContext): Promise<ModelInput[]> {
  const answer = await http.json(address);
  if (!isRecord(answer) || !Object.values(answer).some((entry) => isRecord(own(entry, "models")))) {
    const message = `expected { provider: { "models": { … } } } from ${redactUrl(address)}; check that MODELS_DEV_URL is models.dev or a copy of it`;
    throw new SourceError("source_malformed", NAME, message);
  }
  const models = new Map<string, ModelInput>();
  for (const [listedAt, entry] of Object.entries(answer)) {
    const listed = own(entry, "models");
    if (!isRecord(listed)) skip(listedAt, "expected a provider with { models }");
    else if (findProvider(listedAt)?.isLocal) skip(listedAt, "what runs on your own machine is for it to say");
    else readProvider(listedAt, listed, models, skip);
  }
  return [...models.values()];
}

function readProvider(
  listedAt: string,
  listed: UnknownRecord,
  models: Map<string, ModelInput>,
  skip: DiscoverContext["skip"],
): void {
  for (const [key, row] of Object.entries(listed)) {
    const translated = translateModelsDevRow(listedAt, row);
    if ("skip" in translated) skip(`${listedAt}/${key}`, translated.skip);
    else if (models.has(translated.model.id)) skip(`${listedAt}/${key}`, `listed before as ${translated.model.id}`);
    else models.set(translated.model.id, translated.model);
  }
}
