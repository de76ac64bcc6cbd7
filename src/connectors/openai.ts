import { type Connector, idAt, keyOf } from "../connector.ts";
import { ConnectorError } from "../errors.ts";
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
  format(model: Model, account: Account): OpenAIOptions {
    const { provider, openaiBaseUrl, headers } = account;
    if (openaiBaseUrl === undefined) {
      throw new ConnectorError(
        "unreachable_by_client",
        "openai",
        `${model.id}: ${provider.title} does not answer in OpenAI's dialect${elsewhere(model, provider.name)}`,
      );
    }
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

function elsewhere(model: Model, provider: string): string {
  const others = Object.keys(model.connectorMetadata).filter((system) => system !== provider);
  return others.length === 0
    ? ""
    : `; the model is also listed at ${others.join(", ")}: connect with { via: "${others[0]}" }`;
}
