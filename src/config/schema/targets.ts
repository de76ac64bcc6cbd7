import { z } from "zod";
import { target } from "./name.ts";
import { parameters } from "./parameters.ts";
import { type Fault, withRule } from "./rule.ts";
import { amount, count, fullListOf, label, listOf } from "./scalar.ts";

const when = withRule(
  z.strictObject(
    {
      needs: listOf(label("the name of a capability"), "a list of capabilities")
        .optional()
        .describe("Capabilities the request needs, all of them."),
      min_input_tokens: count(0).optional().describe("The request has at least this many input tokens."),
      max_input_tokens: count(0).optional().describe("The request has at most this many input tokens."),
      tags: listOf(label(), "a list of tags").optional().describe("The caller gave the request one of these tags."),
    },
    { error: "conditions, such as { needs: [vision] }" },
  ),
  ({ min_input_tokens: least, max_input_tokens: most }) =>
    typeof least === "number" && typeof most === "number" && least > most
      ? [
          {
            code: "conflicting_keys",
            path: ["max_input_tokens"],
            message: "below min_input_tokens, so that no request fits",
          },
        ]
      : [],
).meta({ id: "when", description: "The requests a target is for; all that is given must hold." });

const entry = withRule(
  z.strictObject(
    {
      target: target.optional(),
      backend: target.optional().describe("The same as `target`."),
      weight: amount().optional().describe("Its share among the targets that are drawn from.").meta({ default: 1 }),
      when: when.optional(),
      parameters: parameters.optional().describe("Parameters for this target only; they win over the model's."),
    },
    { error: "backend/model-id, or an object with target" },
  ),
  ({ target, backend }): Fault[] => {
    if (target === undefined && backend === undefined) {
      const message = "missing; expected backend/model-id, such as openai/gpt-4";
      return [{ code: "missing_key", path: ["target"], message, unless: ["target", "backend"] }];
    }
    if (target === undefined || backend === undefined) return [];
    return [{ code: "conflicting_keys", path: ["backend"], message: "the same as target; write one of the two" }];
  },
).meta({
  id: "target_entry",
  description: "A target with what holds for it alone.",
  anyOf: [{ required: ["target"] }, { required: ["backend"] }],
});

/** What an exposed model runs on: one target, or several in order. */
export const targets = () =>
  z
    .union(
      [
        target,
        fullListOf(
          z.union([target, entry], { error: "backend/model-id, or an object with target" }),
          "a list with at least one target",
        ),
      ],
      { error: "backend/model-id, such as openai/gpt-4, or a list of such" },
    )
    .meta({ examples: ["openai/gpt-4", ["openai/gpt-4o", "anthropic/claude-3-5-sonnet"]] });
