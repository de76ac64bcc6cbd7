import { cannotReach } from "../connector/cannot-reach.ts";
import { type ParameterNames, refuseParameters, translateParameters } from "../connector/translate-parameters.ts";
import { type Connector, idAt, keyOf } from "../connector.ts";
import type { Model } from "../model.ts";
import type { Account } from "../provider.ts";
import type { JsonValue } from "../util/json.ts";

/** What Google's client takes: `new GoogleGenAI(client)`, then `models.generateContent({ ...request, contents })`. */
export interface GoogleOptions extends Record<string, unknown> {
  /** `vertexai: false`, for the client would else let an environment variable choose another service. */
  client: {
    apiKey: string;
    vertexai: false;
    httpOptions: { baseUrl: string; headers?: Record<string, string> };
  };
  request: { model: string; config: Record<string, JsonValue> };
}

// https://ai.google.dev/api/generate-content#generationconfig; the client drops what it does not know.
const OWN_NAMES = [
  "temperature",
  "maxOutputTokens",
  "topP",
  "topK",
  "stopSequences",
  "candidateCount",
  "seed",
  "frequencyPenalty",
  "presencePenalty",
  "responseMimeType",
  "responseSchema",
  "responseJsonSchema",
  "responseModalities",
  "thinkingConfig",
  "safetySettings",
] as const;

const NAMES: ParameterNames = {
  ...Object.fromEntries(OWN_NAMES.map((name) => [name, name])),
  max_tokens: "maxOutputTokens",
  max_completion_tokens: "maxOutputTokens",
  top_p: "topP",
  top_k: "topK",
  stop: "stopSequences",
  n: "candidateCount",
  frequency_penalty: "frequencyPenalty",
  presence_penalty: "presencePenalty",
};

/** Options for the `@google/genai` package (https://github.com/googleapis/js-genai). */
export const google: Connector<GoogleOptions> = {
  name: "google",
  description: "the @google/genai package, for Gemini",
  format(model: Model, account: Account): GoogleOptions {
    const { provider, baseUrl, headers } = account;
    if (provider.dialect !== "google") throw cannotReach(model, account, "google", "Google");
    const { known, others } = translateParameters(model, "google", NAMES);
    refuseParameters(model, "google", Object.keys(others), Object.keys(NAMES));
    return {
      client: {
        apiKey: keyOf(model, account, "google"),
        vertexai: false,
        httpOptions: { baseUrl, ...(Object.keys(headers).length === 0 ? {} : { headers: { ...headers } }) },
      },
      request: { model: idAt(model, provider.name), config: known },
    };
  },
};
