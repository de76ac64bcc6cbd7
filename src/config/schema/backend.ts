import { z } from "zod";
import { CUSTOM_DIALECTS } from "../../providers/custom.ts";
import { Secret } from "../../util/secret.ts";
import { capabilities } from "./capabilities.ts";
import { MODEL_ID } from "./name.ts";
import { parameters } from "./parameters.ts";
import { pricing } from "./pricing.ts";
import { byName, type Fault, withRule } from "./rule.ts";
import { count, flag, fullListOf, label, listOf, numberFrom, oneOf, type TextForm } from "./scalar.ts";

/** Text, wrapped so that it is never shown; in the file it is plain text. */
const secret = (what: string) =>
  z
    .union([z.instanceof(Secret, { error: what }), z.string({ error: what })], { error: what })
    .refine((value) => (typeof value === "string" ? value : value.reveal()) !== "", { error: what })
    .meta({ type: "string", anyOf: undefined, minLength: 1 });

const key = () => secret(`a key as text, such as \${OPENAI_API_KEY}`);

const keys = () =>
  z
    .union([key(), fullListOf(key(), "a list with at least one key")], {
      error: `a key as text, such as \${OPENAI_API_KEY}, or a list of such`,
    })
    .meta({ examples: [`\${OPENAI_API_KEY}`, "file:/run/secrets/openai"] });

const backendModel = z
  .strictObject(
    {
      context_window: count(1).optional().describe("Tokens, input and output together."),
      max_output_tokens: count(1).optional().describe("The most tokens of an answer."),
      pricing: pricing.optional(),
      capabilities: capabilities.optional(),
      quality: numberFrom(0, 100)
        .optional()
        .describe("How good you find it yourself; it counts in place of every benchmark."),
      deployment: label("the name of a deployment")
        .optional()
        .describe("The name under which it is called there, where that differs from its id (Azure)."),
      parameters: parameters.optional().describe("Parameters for this model at this backend."),
    },
    { error: "facts about a model, such as { context_window: 8192 }" },
  )
  .meta({ id: "backend_model", description: "What is known of one model at a backend; it wins over the registry." });

const rateLimits = z
  .strictObject(
    {
      requests_per_minute: count(1).optional().describe("Calls in a minute."),
      tokens_per_minute: count(1).optional().describe("Input and output together."),
      concurrent: count(1).optional().describe("Calls at the same time."),
    },
    { error: "limits, such as { requests_per_minute: 60 }" },
  )
  .meta({ id: "rate_limits", description: "What one key at the backend may do; absent is unlimited." });

const dataPolicy = z
  .strictObject(
    {
      trains_on_data: flag().optional().describe("Whether the data sent is used for training."),
      retention_days: count(0).optional().describe("Days for which the data sent is kept."),
      regions: listOf(label(), "a list of regions").optional().describe("Where data is processed."),
    },
    { error: "rules, such as { trains_on_data: false }" },
  )
  .meta({ id: "data_policy", description: "What happens to data at the backend; absent is unknown." });

const HEADER_FORM = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

const HEADER_NAME: TextForm = {
  form: HEADER_FORM,
  what: "the name of a header: letters, digits and hyphens",
  published: { pattern: HEADER_FORM.source },
};

/** One account at a provider. */
export const backend = withRule(
  z.strictObject(
    {
      provider: label("the name of a provider, or custom")
        .optional()
        .describe("A provider the package knows, or `custom` for any other service.")
        .meta({ otherwise: "the backend's own name" }),
      dialect: oneOf(CUSTOM_DIALECTS)
        .optional()
        .describe("The wire format of a `custom` service.")
        .meta({ default: "openai" }),
      api_key: keys()
        .optional()
        .describe(`The key, best as \`\${VARIABLE}\` or \`file:/path\`; or a list of keys that are used in turn.`)
        .meta({ otherwise: "the provider's variable, such as `OPENAI_API_KEY`" }),
      api_keys: keys().optional().describe("The same as `api_key`."),
      base_url: label("an address, such as https://api.openai.com/v1")
        .optional()
        .describe("The address of the service; needed with `custom`.")
        .meta({ otherwise: "the provider's own", examples: ["http://localhost:11434"] }),
      headers: byName(z.record(z.string(), secret("the text of a header"), { error: "headers by name" }), HEADER_NAME)
        .optional()
        .describe("Headers sent with every call; their values are kept secret."),
      organization: label().optional().describe("The organization that is billed."),
      region: label().optional().describe("The provider's region, such as `eu-west-1`."),
      api_version: label().optional().describe("The version of the provider's API, such as `2024-10-21`."),
      parameters: parameters.optional().describe("Parameters under those of every model that runs here."),
      models: byName(z.record(z.string(), backendModel, { error: "models by id" }), MODEL_ID)
        .optional()
        .describe("What is known of its models, by their ids there."),
      rate_limits: rateLimits.optional(),
      tags: listOf(label(), "a list of tags").optional().describe("Words to find it by."),
      data_policy: dataPolicy.optional(),
      enabled: flag().optional().describe("Whether it can be called.").meta({ default: true }),
    },
    { error: "an object, such as { provider: openai }" },
  ),
  ({ provider, dialect, base_url, api_key, api_keys }) => {
    const faults: Fault[] = [];
    if (provider === "custom" && base_url === undefined) {
      const message = "missing; a custom provider needs its address, such as http://localhost:8000/v1";
      faults.push({ code: "missing_key", path: ["base_url"], message, unless: ["base_url"] });
    }
    if (dialect !== undefined && typeof provider === "string" && provider !== "custom") {
      const message = "only with provider: custom; a known provider has its own";
      faults.push({ code: "conflicting_keys", path: ["dialect"], message });
    }
    if (api_key !== undefined && api_keys !== undefined) {
      const message = "the same as api_key; write one of the two, with a list for several keys";
      faults.push({ code: "conflicting_keys", path: ["api_keys"], message });
    }
    return faults;
  },
).meta({ id: "backend" });
