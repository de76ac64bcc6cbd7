import { z } from "zod";
import { parseDuration } from "../duration.ts";
import { budget } from "./limits.ts";
import { byName, withKeys, withRule } from "./rule.ts";
import { count, duration, flag, interval, numberFrom, type TextForm } from "./scalar.ts";

const queue = withKeys(
  z.strictObject(
    {
      size: count(1).optional().describe("The most calls that wait at once; one more is refused."),
      wait: duration.optional().describe("The longest that a call waits; after it, it is refused."),
    },
    { error: "a size and a wait, such as { size: 100, wait: 10s }" },
  ),
  { size: "the most calls that wait at once", wait: "the longest that a call waits" },
).meta({
  id: "queue",
  description: "Calls over a limit wait for it, where no other target can take them.",
  examples: [{ size: 100, wait: "10s" }],
});

const breaker = withRule(
  z.strictObject(
    {
      failure_share: numberFrom(0.01, 1)
        .optional()
        .describe("The share of its calls in a minute that must have failed.")
        .meta({ default: 0.5 }),
      minimum_calls: count(1)
        .optional()
        .describe("So many calls there must have been in that minute.")
        .meta({ default: 5 }),
      open: duration
        .optional()
        .describe("For how long it is left alone at first; it doubles with each time in a row.")
        .meta({ otherwise: "`5s`" }),
      max_open: duration
        .optional()
        .describe("The longest that it is left alone.")
        .meta({ otherwise: "`5m`, or `open` where that is longer" }),
    },
    { error: "limits, such as { failure_share: 0.5, open: 5s }" },
  ),
  ({ open, max_open }) => {
    const [first, most] = [parseDuration(open), parseDuration(max_open)];
    if (first === undefined || most === undefined || first <= most) return [];
    return [{ code: "conflicting_keys", path: ["max_open"], message: "shorter than open" }];
  },
).meta({ id: "breaker", description: "When a target that fails is left alone for a while." });

const hedge = z
  .strictObject(
    {
      after: duration
        .optional()
        .describe("How long the first target may take before another one is asked beside it.")
        .meta({ otherwise: "as long as 95 of 100 of its own answers take to begin" }),
      share: numberFrom(0.001, 1)
        .optional()
        .describe("The most calls that are made twice, as a share of all.")
        .meta({ default: 0.05 }),
    },
    { error: "true, or an object of after and share" },
  )
  .meta({ id: "hedge", description: "Another target is asked beside one that is slow, and the first answer counts." });

const OWNER: TextForm = {
  form: /^[^\s\p{C}](?:[^\p{C}]{0,254}[^\s\p{C}])?$/u,
  what: 'a name of 1 to 256 characters, or "*" for each that is not named',
  published: { pattern: String.raw`^\S(.*\S)?$` },
};

const budgetsByName = (error: string) => byName(z.record(z.string(), budget, { error }), OWNER);

const budgets = z
  .strictObject(
    {
      tags: budgetsByName("budgets by tag, such as team-a: { amount: 10, per: day }")
        .optional()
        .describe('What may be spent on calls with a tag; "*" is each tag that is not named, by itself.'),
      callers: budgetsByName("budgets by caller, such as ann: { amount: 10, per: day }")
        .optional()
        .describe('What a caller may spend; "*" is each caller who is not named, alone.'),
    },
    { error: "tags and callers" },
  )
  .meta({
    id: "router_budgets",
    description: "What may be spent whatever the model; a call counts in each that it falls under.",
  });

/** How the router behaves, whatever the model. */
export const router = z
  .strictObject(
    {
      queue: queue.optional().meta({ otherwise: "they go elsewhere, or are refused" }),
      breaker: breaker.optional(),
      hedge: z
        .union([flag(), hedge], { error: "true or false, or an object of after and share" })
        .optional()
        .describe("Whether another target is asked beside one that is slow; it costs the calls made twice.")
        .meta({ default: false }),
      probe: interval
        .optional()
        .describe("How often backends are asked whether they are there, by what costs nothing.")
        .meta({ otherwise: "never" }),
      allow_unpriced: flag()
        .optional()
        .describe("Whether targets whose price nobody knows are called under a hard budget.")
        .meta({ default: false }),
      budgets: budgets.optional(),
    },
    { error: "settings of the router, such as { probe: 30s }" },
  )
  .meta({ id: "router", description: "How the router behaves, whatever the model." });
