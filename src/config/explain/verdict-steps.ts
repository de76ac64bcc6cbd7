import type { Config, FallbackReason } from "../../config.ts";
import { pricingAt } from "../../pricing.ts";
import type { ExplanationStep, Target } from "../../route.ts";
import type { Assembled } from "../resolve/assemble.ts";
import type { Candidate } from "../resolve/candidate.ts";
import { showCondition } from "../resolve/condition.ts";
import type { Verdict } from "../resolve/narrow.ts";
import { at } from "./place.ts";

/** What became of each target and fall-back, in the order in which they are tried. */
export function verdictSteps(config: Config, { verdicts, targets, promoted }: Assembled): ExplanationStep[] {
  return verdicts.map((verdict) => {
    const { candidate, outcome } = verdict;
    const place = at(config, candidate.path);
    if ("drop" in outcome) {
      const text = `${candidate.id}${nameUse(candidate)} is not called: ${outcome.drop.reason}`;
      return { kind: "dropped", text, subject: candidate.id, ...place };
    }
    const rank = targets.indexOf(outcome.target) + 1;
    const role =
      rank === 0
        ? roleOf(candidate)
        : `${rank === 1 ? "the primary target" : `target ${rank}`}${standingIn(candidate, promoted)}`;
    const text = `${candidate.id} is ${role}${describe(verdict, outcome.target)}`;
    return { kind: rank === 0 ? "fallback" : "target", text, subject: candidate.id, ...place };
  });
}

const WHEN_TRIED: Readonly<Record<FallbackReason, string>> = {
  any: "when the targets fail",
  contextWindow: "when the request is too long for the targets",
  contentPolicy: "when a content policy refuses the request",
};

function roleOf({ use, by, model }: Candidate): string {
  const when = use === "target" ? "" : ` ${WHEN_TRIED[use]}`;
  if (by === "fallback_providers") return `tried${when}, as one of fallback_providers`;
  return `tried${when}${model === undefined ? "" : `, with the parameters of ${model.name}`}`;
}

function nameUse({ use, by }: Candidate): string {
  if (by === "fallback_providers") return " of fallback_providers";
  return use === "target" ? "" : `, to be tried ${WHEN_TRIED[use]},`;
}

function standingIn({ use }: Candidate, promoted: FallbackReason | undefined): string {
  return use === promoted ? ", a fall-back that stands in because none of the model's own targets is left" : "";
}

function describe({ unsure }: Verdict, target: Target): string {
  const { when, weight, calledAs, model, facts } = target;
  const parts = [
    ...(when === undefined ? [] : [`for ${showCondition(when)} only`]),
    ...(weight === 1 ? [] : [`of weight ${weight}`]),
    ...(calledAs === model ? [] : [`called as ${JSON.stringify(calledAs)}`]),
    ...describeFacts(facts),
  ];
  const doubt = unsure.length === 0 ? "" : `; whether it has ${unsure.join(" and ")} is not known`;
  return `${parts.map((part) => `, ${part}`).join("")}${doubt}`;
}

function describeFacts(facts: Target["facts"]): string[] {
  const { contextWindow, pricing, isLocal } = facts;
  if (contextWindow === undefined && pricing === undefined && isLocal !== true) return ["of which nothing is known"];
  const { input, output } = pricingAt(pricing ?? {}, new Date());
  const prices = [
    ...(typeof input === "number" ? [`${input} for input`] : []),
    ...(typeof output === "number" ? [`${output} for output`] : []),
  ];
  return [
    ...(isLocal === true ? ["on a server of one's own"] : []),
    ...(typeof contextWindow === "number" ? [`${contextWindow} tokens of context`] : []),
    ...(prices.length === 0 ? [] : [`USD ${prices.join(" and ")} per million tokens`]),
  ];
}
