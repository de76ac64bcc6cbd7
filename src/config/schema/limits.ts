import { z } from "zod";
import { parseDuration } from "../duration.ts";
import { backendOrProvider } from "./name.ts";
import { maxPrice } from "./pricing.ts";
import { withKeys, withRule } from "./rule.ts";
import { amount, count, delay, duration, flag, label, listOf, oneOf } from "./scalar.ts";

const timeouts = z
  .strictObject(
    {
      connect: duration.optional().describe("Until the connection stands."),
      first_content: duration.optional().describe("Until the first content of an answer."),
      idle: duration.optional().describe("Between two parts of a streamed answer."),
      total: duration.optional().describe("Until the answer is complete."),
    },
    { error: "durations" },
  )
  .meta({ id: "timeouts" });

/** How long a call may take. */
export const timeout = () =>
  z.union([duration, timeouts], {
    error: "a duration, such as 30s, or an object of connect, first_content, idle and total",
  });

const retries = withRule(
  z.strictObject(
    {
      attempts: count(1, "a whole number from 1 (the first try counts)")
        .optional()
        .describe("All tries together, the first and those at other targets included."),
      backoff: delay.optional().describe("The wait before the second try; it doubles with each."),
      max_backoff: delay.optional().describe("The longest wait."),
    },
    { error: "attempts, backoff and max_backoff" },
  ),
  ({ backoff, max_backoff }) => {
    const [first, most] = [parseDuration(backoff), parseDuration(max_backoff)];
    if (first === undefined || most === undefined || first <= most) return [];
    return [{ code: "conflicting_keys", path: ["max_backoff"], message: "shorter than backoff" }];
  },
).meta({ id: "retries" });

/** How often a call is tried. */
export const retry = () =>
  z.union([count(1, "a whole number from 1 (the first try counts)"), retries], {
    error: "a number of attempts, or an object of attempts, backoff and max_backoff",
  });

/** What a target must fulfil. */
export const policy = z
  .strictObject(
    {
      allowed_providers: listOf(backendOrProvider, "a list of providers or backends")
        .optional()
        .describe("Only these providers or backends."),
      denied_providers: listOf(backendOrProvider, "a list of providers or backends")
        .optional()
        .describe("Never these providers or backends."),
      regions: listOf(label(), "a list of regions")
        .optional()
        .describe("Only backends whose `data_policy.regions` (or `region`) lie within these."),
      local_only: flag().optional().describe("Only models on one's own machines.").meta({ default: false }),
      no_training: flag()
        .optional()
        .describe("Only backends whose `data_policy` says that they do not train on the data sent.")
        .meta({ default: false }),
      max_price: maxPrice.optional(),
    },
    { error: "rules, such as { local_only: true }" },
  )
  .meta({
    id: "policy",
    description: "What a target must fulfil to be used; what is not known of it does not fulfil it.",
  });

const PERIODS = ["hour", "day", "week", "month", "total"] as const;

/** What may be spent on a model. */
export const budget = withKeys(
  z.strictObject(
    {
      amount: amount("an amount of USD from 0").optional().describe("USD."),
      per: oneOf(PERIODS).optional().describe("The period after which counting begins anew."),
      hard: flag()
        .optional()
        .describe("Whether calls are refused when it is spent; otherwise it is only told.")
        .meta({ default: true }),
    },
    { error: "an amount and a period, such as { amount: 10, per: day }" },
  ),
  { amount: "an amount of USD", per: `one of ${PERIODS.join(", ")}` },
).meta({ id: "budget", description: "What may be spent on a model.", examples: [{ amount: 10, per: "day" }] });
