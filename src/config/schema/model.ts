import { z } from "zod";
import { STRATEGIES } from "../../config.ts";
import { capabilities } from "./capabilities.ts";
import { budget, policy, retry, timeout } from "./limits.ts";
import { alias, modelOrTarget, target } from "./name.ts";
import { parameters } from "./parameters.ts";
import { pricing } from "./pricing.ts";
import { count, flag, label, listOf, text } from "./scalar.ts";
import { targets } from "./targets.ts";

const others = () =>
  z.union([modelOrTarget, listOf(modelOrTarget, "a list of models or targets")], {
    error: "the name of a model or target, or a list of such",
  });

const fallbackByReason = z
  .strictObject(
    {
      any: others().optional().describe("Whatever went wrong."),
      context_window: others().optional().describe("The request is too long for the targets."),
      content_policy: others().optional().describe("The targets refuse the request because of its content."),
    },
    { error: "fall-backs by reason" },
  )
  .meta({ id: "fallback_by_reason" });

const fallback = () =>
  z
    .union([modelOrTarget, listOf(modelOrTarget, "a list of models or targets"), fallbackByReason], {
      error: "a list of models or targets, or such lists by reason (any, context_window, content_policy)",
    })
    .meta({ examples: [["fast", "openai/gpt-4o"], { context_window: ["google/gemini-2.5-pro"] }] });

const modelObject = z
  .strictObject(
    {
      backend: targets()
        .optional()
        .describe(
          "What it runs on: a target, or a list of targets, primary first; left out, it is found by the model's name.",
        ),
      strategy: label("the name of a strategy")
        .optional()
        .describe("The order in which targets are tried: a built-in one, or a name in `strategies`.")
        .meta({ default: "manual", suggestions: STRATEGIES }),
      description: text().optional().describe("What it is for, for the people who choose it."),
      capabilities: capabilities
        .optional()
        .describe(
          "What it promises (a list), or what is switched on and off here (a map). What is off is refused, whatever the backend can do.",
        ),
      parameters: parameters.optional().describe("Parameters its requests begin with."),
      aliases: listOf(alias, "a list of names").optional().describe("Other names that mean this model."),
      tags: listOf(label(), "a list of tags").optional().describe("Words to find it by."),
      pricing: pricing.optional().describe("What it costs, where that is not what its target costs."),
      context_window: count(1).optional().describe("Tokens, input and output together; wins over the targets' own."),
      max_output_tokens: count(1).optional().describe("The most tokens of an answer; wins over the targets' own."),
      fallback: fallback()
        .optional()
        .describe("Names of models, aliases or targets tried after its own targets; a list, or lists by reason."),
      timeout: timeout().optional().describe("How long a call may take: in all, or by stage."),
      retry: retry().optional().describe("How often a call is tried in all, the first try included."),
      policy: policy.optional(),
      budget: budget.optional(),
      enabled: flag().optional().describe("Whether it can be called.").meta({ default: true }),
    },
    { error: "a target or an object" },
  )
  .meta({ id: "model" });

/** An exposed model: the target it runs on, or all there is to say of it. */
export const model = () =>
  z.union([target, modelObject], { error: "backend/model-id, such as openai/gpt-4, or an object with backend" });
