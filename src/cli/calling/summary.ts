import type { Decision } from "../../router.ts";
import type { Adaptation, Attempt, Cost, Usage } from "../../usage.ts";
import { counted, formatDuration } from "../format.ts";
import { printable, stylesFor, type Terminal } from "../terminal.ts";

/** What is told of a call on standard error. */
export interface Told {
  readonly target: string;
  readonly usage?: Usage | undefined;
  readonly cost: Cost;
  readonly latencyMs: number;
  readonly modelServed?: string | undefined;
  readonly adaptations?: readonly Adaptation[];
  readonly attempts?: readonly Attempt[];
  readonly decision?: Decision;
}

/**
 * One line of who answered, what was used, what it cost, and how long it took, with the attempts that failed before;
 * what was asked and not done, before it.
 */
export function tellCall({ stderr, env }: Terminal, told: Told): void {
  const { dim, yellow } = stylesFor(stderr, env);
  for (const { field, what } of told.adaptations ?? []) {
    stderr.write(`${yellow("note:")} ${printable(`${field}: ${what}`)}\n`);
  }
  for (const { target, key, reason } of told.decision?.passedOver ?? []) {
    const who = key === undefined ? target : `${target} (${key})`;
    stderr.write(`${yellow("note:")} ${printable(`${who} was not asked: ${reason}`)}\n`);
  }
  const parts = [told.target, tokens(told.usage), costOf(told.cost), formatDuration(told.latencyMs), tries(told)];
  stderr.write(`${dim(printable(parts.filter((part) => part !== "").join(" \u00b7 ")))}\n`);
}

/** `3 attempts: openai/gpt-4o rate_limited, openai/gpt-4o server_error`: those that did not give the answer. */
function tries({ attempts = [] }: Told): string {
  if (attempts.length < 2) return "";
  const others = attempts.filter(({ outcome }) => outcome !== "ok");
  const list = others.map(({ target, code, outcome }) => `${target} ${code ?? outcome}`).join(", ");
  return `${counted(attempts.length, "attempt")}${list === "" ? "" : `: ${list}`}`;
}

function tokens(usage: Usage | undefined): string {
  if (usage === undefined) return "tokens unknown";
  const { totalInput, totalOutput, cacheRead, reasoning } = usage;
  const cached = cacheRead === 0 ? "" : ` (${cacheRead.toLocaleString("en-US")} cached)`;
  const thought = reasoning === 0 ? "" : ` (${reasoning.toLocaleString("en-US")} thought)`;
  if (totalOutput === 0) return `${counted(totalInput, "token")}${cached}`;
  return `${counted(totalInput, "token")} in${cached}, ${totalOutput.toLocaleString("en-US")} out${thought}`;
}

/** A cost for people, exact; why it is not known, where it is not. */
export function costOf(cost: Cost): string {
  return cost.usd === null ? `cost unknown: ${cost.reason}` : `$${cost.usd}`;
}
