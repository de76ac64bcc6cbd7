import { cannotReach } from "../connector/cannot-reach.ts";
import { refuseTaken } from "../connector/translate-parameters.ts";
import { type Connector, idAt, keyOf } from "../connector.ts";
import type { Model } from "../model.ts";
import type { Account } from "../provider.ts";
import type { JsonValue } from "../util/json.ts";

/** What OpenAI's client takes: `new OpenAI(client)`, then `chat.completions.create({ ...request, messages })`. */
export interface OpenAIOptions extends Record<string, unknown> {
  client: { baseURL: string; apiKey: string; defaultHeaders?: Record<string, string> };
  request: { model: string; [parameter: string]: JsonValue };
}

/**
 * Options for the `openai` package (https://github.com/openai/openai-node); any provider that answers in OpenAI's
 * dialect works.
 */
export const openai: Connector<OpenAIOptions> = {
  name: "openai",
  description: "the openai package, for any provider that answers in OpenAI's dialect",
  format(model: Model, account: Account): OpenAIOptions {
    const { provider, openaiBaseUrl, headers } = account;
    if (openaiBaseUrl === undefined) throw cannotReach(model, account, "openai", "OpenAI");
    refuseTaken(model, "openai");
    return {
      client: {
        baseURL: openaiBaseUrl,
        apiKey: keyOf(model, account, "openai"),
        ...(Object.keys(headers).length === 0 ? {} : { defaultHeaders: { ...headers } }),
      },
      request: { ...model.parameters, model: idAt(model, provider.name) },
    };
  },
};
