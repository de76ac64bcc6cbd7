import { ANTHROPIC_PARAMETERS, unknownToAnthropic } from "../connector/anthropic-parameters.ts";
import { cannotReach } from "../connector/cannot-reach.ts";
import { refuseParameters, translateParameters } from "../connector/translate-parameters.ts";
import { type Connector, idAt, keyOf } from "../connector.ts";
import type { Model } from "../model.ts";
import type { Account } from "../provider.ts";
import type { JsonValue } from "../util/json.ts";

/**
 * What Anthropic's client takes: `new Anthropic(client)`, then `messages.create({ ...request, max_tokens, messages })`.
 * The dialect insists on `max_tokens`; it is absent where neither the model's parameters nor its output limit give one.
 */
export interface AnthropicOptions extends Record<string, unknown> {
  client: { baseURL: string; apiKey?: string; authToken?: string; defaultHeaders?: Record<string, string> };
  request: { model: string; max_tokens?: number; [parameter: string]: JsonValue | undefined };
}

// The client refuses to wait for more than this without streaming (an hour for 128,000 tokens, ten minutes at most).
const MOST_WITHOUT_STREAMING = 21_333;

/**
 * Options for the `@anthropic-ai/sdk` package (https://github.com/anthropics/anthropic-sdk-typescript); any provider
 * that answers in Anthropic's dialect works.
 */
export const anthropic: Connector<AnthropicOptions> = {
  name: "anthropic",
  description: "the @anthropic-ai/sdk package, for any provider that answers in Anthropic's dialect",
  format(model: Model, account: Account): AnthropicOptions {
    const { provider, anthropicBaseUrl, headers } = account;
    if (anthropicBaseUrl === undefined) throw cannotReach(model, account, "anthropic", "Anthropic");
    const { known, others } = translateParameters(model, "anthropic", ANTHROPIC_PARAMETERS);
    refuseParameters(model, "anthropic", unknownToAnthropic(others));
    const key = keyOf(model, account, "anthropic");
    return {
      client: {
        baseURL: anthropicBaseUrl,
        ...(provider.keyHeader === "x-api-key" ? { apiKey: key } : { authToken: key }),
        ...(Object.keys(headers).length === 0 ? {} : { defaultHeaders: { ...headers } }),
      },
      request: { ...outputLimit(model), ...others, ...known, model: idAt(model, provider.name) },
    };
  },
};

function outputLimit({ maxOutputTokens, contextWindow }: Model): { max_tokens?: number } {
  if (typeof maxOutputTokens !== "number" || maxOutputTokens < 1 || maxOutputTokens > MOST_WITHOUT_STREAMING) return {};
  // Where the two are equal, the "limit" is only the window said twice.
  return typeof contextWindow === "number" && maxOutputTokens >= contextWindow ? {} : { max_tokens: maxOutputTokens };
}
