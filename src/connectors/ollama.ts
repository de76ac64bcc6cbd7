import { cannotReach } from "../connector/cannot-reach.ts";
import { OLLAMA_FIELDS, OLLAMA_OPTIONS } from "../connector/ollama-parameters.ts";
import { refuseParameters, translateParameters } from "../connector/translate-parameters.ts";
import { type Connector, idAt } from "../connector.ts";
import type { Model } from "../model.ts";
import { type Account, keyHeaderOf } from "../provider.ts";
import type { JsonValue } from "../util/json.ts";

/** What Ollama's client takes: `new Ollama(client)`, then `chat({ ...request, messages })`. */
export interface OllamaOptions extends Record<string, unknown> {
  client: { host: string; headers?: Record<string, string> };
  request: { model: string; options: Record<string, JsonValue>; [field: string]: JsonValue };
}

/** Options for the `ollama` package (https://github.com/ollama/ollama-js); a window (`num_ctx`) only where the user set one. */
export const ollama: Connector<OllamaOptions> = {
  name: "ollama",
  description: "the ollama package, for Ollama servers",
  format(model: Model, account: Account): OllamaOptions {
    const { provider, baseUrl, apiKey } = account;
    if (provider.dialect !== "ollama") throw cannotReach(model, account, "ollama", "Ollama");
    const { known: options, others } = translateParameters(model, "ollama", OLLAMA_OPTIONS);
    const unplaced = Object.keys(others).filter((name) => !Object.hasOwn(OLLAMA_FIELDS, name));
    refuseParameters(model, "ollama", unplaced, Object.keys({ ...OLLAMA_OPTIONS, ...OLLAMA_FIELDS }));
    const headers = { ...(apiKey === undefined ? {} : keyHeaderOf(provider, apiKey)), ...account.headers };
    return {
      client: { host: baseUrl, ...(Object.keys(headers).length === 0 ? {} : { headers }) },
      request: { ...others, model: idAt(model, provider.name), options },
    };
  },
};
