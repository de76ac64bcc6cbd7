import { SourceError } from "../errors.ts";
import type { ModelInput } from "../model.ts";
import type { DiscoverContext, ModelSource } from "../source.ts";
import { readLocalFile } from "../util/read-local-file.ts";
import { isRecord, type UnknownRecord } from "../util/record.ts";
import { redactText, redactUrl } from "../util/redact-text.ts";
import { translateLiteLLMRow } from "./litellm/translate-row.ts";

export { translateLiteLLMRow } from "./litellm/translate-row.ts";

export interface LiteLLMOptions {
  /** The address of the map. @default LiteLLM's own, on GitHub */
  url?: string;
  /** A file with the map, read instead of asking. */
  path?: string;
}

const NAME = "litellm";
const MAP_URL = "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json";

/** What LiteLLM's map of prices and context windows says, from its address or a file. */
export function litellm({ url = MAP_URL, path }: LiteLLMOptions = {}): ModelSource {
  return {
    name: NAME,
    kind: "directory",
    ttlMs: path === undefined ? 60 * 60 * 1_000 : 0,
    address: path === undefined ? redactUrl(url) : redactText(path),
    revision: 1,
    async discover({ http, signal, skip }) {
      const answer = path === undefined ? await http.json(url) : await readMap(path, signal);
      return translateMap(answer, path === undefined ? redactUrl(url) : redactText(path), skip);
    },
  };
}

async function readMap(path: string, signal: AbortSignal): Promise<unknown> {
  const text = await readLocalFile(path, { source: NAME, signal });
  try {
    return JSON.parse(text);
  } catch {
    throw new SourceError("source_malformed", NAME, `${redactText(path)} is not valid JSON`);
  }
}

function translateMap(answer: unknown, from: string, skip: DiscoverContext["skip"]): ModelInput[] {
  if (!isRecord(answer) || !Object.values(answer).some((row) => isRecord(row) && "litellm_provider" in row)) {
    const message = `expected { model: { "litellm_provider": … } } from ${from}; check that it is LiteLLM's model_prices_and_context_window.json`;
    throw new SourceError("source_malformed", NAME, message);
  }
  const models = new Map<string, ModelInput>();
  const keys = new Map<string, string>();
  const variants: { key: string; of: string; variant: string; said: UnknownRecord }[] = [];
  const add = (key: string, model: ModelInput & { id: string }) => {
    const { id } = model;
    const before = keys.get(id);
    // Two of its providers may be one of ours (azure, azure_ai): the one with our name speaks first.
    if (before !== undefined && (key !== id || before === id)) return skip(key, `listed before, as ${before}`);
    if (before !== undefined) skip(before, `listed also as ${key}, which counts`);
    keys.set(id, key);
    models.set(id, model);
  };
  for (const [key, row] of Object.entries(answer)) {
    if (key === "sample_spec") continue;
    const translated = translateLiteLLMRow(key, row);
    if ("skip" in translated) skip(key, translated.skip);
    else if ("variant" in translated) variants.push({ key, ...translated, of: translated.variantOf });
    else add(key, translated.model);
  }
  for (const { key, of, variant, said } of variants) {
    const model = models.get(of);
    if (model === undefined) skip(key, `a price of ${of} for ${variant}, but the model itself is not listed`);
    else models.set(of, withVariant(model, variant, said));
  }
  return [...models.values()];
}

/** The model with one more price, which holds in one region or at one size; its own prices stay what they are. */
function withVariant(model: ModelInput, variant: string, said: UnknownRecord): ModelInput {
  const { litellm: own = {}, ...others } = model.connectorMetadata ?? {};
  const variants = { ...(isRecord(own.variants) ? own.variants : {}), [variant]: said };
  return { ...model, connectorMetadata: { ...others, [NAME]: { ...own, variants } } };
}
