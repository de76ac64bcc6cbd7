import type { Config } from "../config.ts";
import type { Explanation } from "../route.ts";
import { explainParameters } from "./explain/explain-parameters.ts";
import { askedStep, failedStep, leadSteps } from "./explain/lead-steps.ts";
import { strategyStep } from "./explain/strategy-step.ts";
import { verdictSteps } from "./explain/verdict-steps.ts";
import { follow, type ResolveOptions } from "./resolve/outcome.ts";

/**
 * How a name becomes targets, step by step: the way that `resolve` goes, written down. A name that leads nowhere is
 * explained too; its last step says why.
 */
export function explain(config: Config, name: string, options: ResolveOptions = {}): Explanation {
  const { request = {} } = options;
  const { lead, assembled, result } = follow(config, name, options);
  const steps = [
    askedStep(name, request),
    ...(lead === undefined ? [] : leadSteps(config, name, lead)),
    ...(assembled === undefined ? [] : verdictSteps(config, assembled)),
  ];
  if ("error" in result) {
    return { asked: name, steps: [...steps, failedStep(config, name, result.error, lead)], parameters: [] };
  }
  const { route } = result;
  const primary = assembled?.verdicts.find(({ outcome }) => "target" in outcome && outcome.target === route.targets[0]);
  return {
    asked: name,
    steps: [...steps, ...strategyStep(config, route, lead?.named?.model)],
    parameters: primary === undefined ? [] : explainParameters(config, primary.candidate.layers, request),
    route,
  };
}
