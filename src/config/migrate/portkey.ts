import type { YamlPath } from "../problem.ts";
import { Accounts } from "./accounts.ts";
import { type Draft, emptyDraft, modelOf } from "./draft.ts";
import type { ForeignDocument } from "./foreign-document.ts";
import type { Part } from "./part.ts";
import { addConditions } from "./portkey/conditions.ts";
import { type FlatTarget, flatten } from "./portkey/flatten.ts";

/** The name a config is exposed under: Portkey takes the model from the request, or overrides it whatever it is. */
const ANY_NAME = "*";

/** Turns a Portkey gateway config into a draft of ours: one model that every name leads to. https://portkey.ai/docs/api-reference/inference-api/config-object */
export function fromPortkey(root: Part, document: ForeignDocument): Draft {
  const draft = emptyDraft();
  const accounts = new Accounts(draft);
  const { targets, mode } = flatten(root, accounts);
  const model = modelOf(mode === "conditional" ? addConditions(root, targets) : targets.map(plainTarget));
  if (model.targets.length === 0) return draft;
  if (mode === "loadbalance" && model.targets.length > 1) model.strategy = "round_robin";
  addPatience(model, [root, ...targets.map(({ part }) => part)]);
  const comments = document.commentsWithin([]);
  draft.models.set(ANY_NAME, { ...model, ...(comments.length === 0 ? {} : { before: comments.join("\n") }) });
  root.note(
    'a Portkey config has no name: every name that nothing else in the config has ("*") leads to its targets; give it the name your users ask for',
  );
  return draft;
}

/** Why a key of a Portkey config is not carried over. */
export function explainPortkey(path: YamlPath): string {
  const key = [...path].reverse().find((part) => typeof part === "string") as string | undefined;
  const reason = REASONS.find(([pattern]) => pattern.test(key ?? ""))?.[1];
  return reason ?? "no counterpart in a config of modelmall";
}

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/status_?codes/i, "which failures lead to another try or target is decided by what the failure is"],
  [/cache/i, "there is no cache of answers"],
  [/guardrail|hook/i, "modelmall has no guardrails"],
  [/prompt_?id/i, "prompts kept at Portkey cannot be reached from here"],
  [/forward_?headers/i, "headers of callers are not passed on"],
  [/weight/i, "it weighs nothing where it stands"],
];

function plainTarget({ target }: FlatTarget): FlatTarget["target"] {
  return target;
}

/** How long and how often is tried, where the outermost part says so, else the first target that does. */
function addPatience(model: ReturnType<typeof modelOf>, parts: readonly Part[]): void {
  for (const part of parts) {
    const retry = part.at("retry").oneOf("attempts");
    const wait = part.oneOf("request_timeout", "requestTimeout");
    if (model.retry === undefined) {
      const attempts = retry.count();
      if (attempts !== undefined) model.retry = { attempts: attempts + 1 };
    }
    if (model.timeout === undefined) {
      const total = wait.duration(0.001);
      if (total !== undefined) model.timeout = { total };
    }
  }
}
