import { z } from "zod";
import { STRATEGIES } from "../config.ts";
import { backend } from "./schema/backend.ts";
import { model } from "./schema/model.ts";
import { BACKEND_NAME, backendOrProvider, MODEL_NAME, modelOrTarget } from "./schema/name.ts";
import { parameters } from "./schema/parameters.ts";
import { pricingUnit } from "./schema/pricing.ts";
import { router } from "./schema/router.ts";
import { byName, type Fault, withKeys, withRule } from "./schema/rule.ts";
import { amount, label, listOf, type TextForm } from "./schema/scalar.ts";

const weights = withRule(
  z.strictObject(
    {
      cost: amount().optional().describe("How much a low price counts."),
      quality: amount().optional().describe("How much quality counts."),
      performance: amount().optional().describe("How much a quick answer counts."),
    },
    { error: "weights, such as { cost: 0.8, quality: 0.2 }" },
  ),
  (value): Fault[] =>
    Object.values(value).some((weight) => weight !== 0)
      ? []
      : [
          {
            code: "invalid_value",
            path: [],
            message: "expected a weight over 0 for cost, quality or performance",
            unless: ["cost", "quality", "performance"],
          },
        ],
).meta({ id: "weights", description: "How much each quality counts; scaled to sum to 1." });

/** A strategy that the program registers: the file only says that it will be there. */
const IN_CODE = "code";

const ownStrategy = z.union(
  [weights, z.literal(IN_CODE, { error: `${IN_CODE}, or weights such as { cost: 0.8, quality: 0.2 }` })],
  {
    error: "weights, such as { cost: 0.8, quality: 0.2 }, or code for a strategy that the program brings",
  },
);

const fallbackProvider = z.union(
  [
    backendOrProvider,
    withKeys(
      z.strictObject({ provider: backendOrProvider.optional() }, { error: "the name of a backend or provider" }),
      { provider: "the name of a backend or provider" },
    ),
  ],
  { error: "the name of a backend or provider" },
);

const STRATEGY_NAME: TextForm = {
  form: new RegExp(String.raw`^(?!(?:${STRATEGIES.join("|")})$)\S(?:.{0,254}\S)?$`, "u"),
  what: `a name that is none of the built-in strategies (${STRATEGIES.join(", ")})`,
  published: { not: { enum: STRATEGIES } },
};

const GROUP_NAME: TextForm = {
  form: /^\S{1,256}$/u,
  what: "a name of 1 to 256 characters without spaces",
  published: { pattern: String.raw`^\S+$` },
};

/** The file, in the names and the shape that YAML has; keys that begin with `x-` are taken away before. */
export const configSchema = withRule(
  z.strictObject(
    {
      version: z
        .literal(1, { error: "1, the only version there is" })
        .optional()
        .describe("The version of this format.")
        .meta({ default: 1 }),
      include: z
        .union([label("the path of a file"), listOf(label("the path of a file"))], {
          error: "the path of a file, or a list of such",
        })
        .optional()
        .describe("Other files that belong to this one; paths begin at this file's folder."),
      pricing_unit: pricingUnit()
        .optional()
        .describe("How many tokens a price is for, in every `pricing` that does not say its `unit`."),
      models: byName(
        z.record(z.string(), model(), { error: "models by name, such as gpt-4: openai/gpt-4" }),
        MODEL_NAME,
      )
        .optional()
        .describe(
          'What people call, by name. A name may hold one "*", which also stands for the same text in its targets.',
        ),
      backends: byName(
        z.record(z.string(), backend, { error: "backends by name, such as openai: { api_key: … }" }),
        BACKEND_NAME,
      )
        .optional()
        .describe("Accounts at providers, by name."),
      model_defaults: parameters.optional().describe("Parameters under those of every model."),
      fallback_providers: listOf(fallbackProvider, "a list of backends or providers")
        .optional()
        .describe("Backends or providers tried with the same model after a route's own targets."),
      groups: byName(
        z.record(z.string(), listOf(modelOrTarget, "a list of models"), { error: "lists of models by group" }),
        GROUP_NAME,
      )
        .optional()
        .describe("Models by group; each gets the tag `group:NAME`."),
      strategies: byName(z.record(z.string(), ownStrategy, { error: "weights by name" }), STRATEGY_NAME)
        .optional()
        .describe(
          "Strategies of one's own, by the name a model's `strategy` uses: weights for the balanced one, or `code` for one that the program brings.",
        ),
      router: router.optional(),
    },
    { error: "an object with models and backends" },
  ),
  ({ models, backends }): Fault[] =>
    models === undefined && backends === undefined
      ? [
          {
            code: "missing_key",
            path: [],
            message: "expected models, backends or both; modelmall config init writes a file to begin with",
            unless: ["models", "backends"],
          },
        ]
      : [],
);

/** A config as it stands in YAML, checked; what must be there can all the same be absent where a variable is unset. */
export type ConfigFile = z.infer<typeof configSchema>;
