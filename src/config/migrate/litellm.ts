import { isDeepStrictEqual } from "node:util";
import { given } from "../../util/given.ts";
import { Accounts } from "./accounts.ts";
import { type Comments, type Draft, emptyDraft } from "./draft.ts";
import type { ForeignDocument } from "./foreign-document.ts";
import { addAliases } from "./litellm/aliases.ts";
import { type Deployment, readDeployment } from "./litellm/deployment.ts";
import { addFallbacks } from "./litellm/fallbacks.ts";
import { type Defaults, modelFrom } from "./litellm/model.ts";
import { strategyOf } from "./litellm/routing.ts";
import type { Part } from "./part.ts";

/** Turns LiteLLM's `config.yaml` into a draft of ours. https://docs.litellm.ai/docs/proxy/configs */
export function fromLitellm(root: Part, document: ForeignDocument): Draft {
  const draft = emptyDraft();
  const accounts = new Accounts(draft);
  const router = root.at("router_settings");
  const settings = root.at("litellm_settings");
  const credentials = credentialsOf(root.at("credential_list"));
  const byName = new Map<string, [Deployment, ...Deployment[]]>();
  for (const entry of root.at("model_list").items()) {
    const deployment = readDeployment(entry, credentials, accounts);
    if (deployment === undefined) continue;
    const others = byName.get(deployment.name);
    if (others === undefined) byName.set(deployment.name, [deployment]);
    else others.push(deployment);
  }
  const choice = {
    strategy: strategyOf(router.at("routing_strategy")),
    byTags: router.at("enable_tag_filtering").flag() === true,
  };
  const defaults = defaultsOf(router, settings, byName.size > 0);
  for (const [name, deployments] of byName) {
    const model = modelFrom(deployments, choice, defaults);
    draft.models.set(name, { ...model, ...commentsOf(deployments, document) });
    for (const deployment of deployments) addFacts(accounts, deployment);
    for (const group of new Set(deployments.flatMap(({ accessGroups }) => accessGroups))) {
      draft.groups.set(group, [...(draft.groups.get(group) ?? []), name]);
    }
  }
  const breaker = breakerOf(router, settings, byName.size > 0);
  if (Object.keys(breaker).length > 0) draft.router = { breaker };
  addAliases(draft, router.at("model_group_alias"));
  addFallbacks(draft, [router, settings]);
  return draft;
}

function credentialsOf(list: Part): ReadonlyMap<string, Part> {
  const named = list.items().map((item) => [item.at("credential_name").text(), item.at("credential_values")] as const);
  return new Map(named.flatMap(([name, values]) => (name === undefined ? [] : [[name, values] as const])));
}

/** What holds for every model that says nothing else; `router_settings` come before `litellm_settings`, as in LiteLLM. */
function defaultsOf(router: Part, settings: Part, isUsed: boolean): Defaults {
  if (!isUsed) return {};
  const retries = firstSaid([router.at("num_retries"), settings.at("num_retries")], (part) => part.count());
  return given({
    attempts: retries === undefined ? undefined : retries + 1,
    backoff: router.at("retry_after").duration(),
    total: firstSaid([router.at("timeout"), settings.at("request_timeout")], (part) => part.duration()),
  });
}

/** When a failing target is left alone, and for how long. */
function breakerOf(router: Part, settings: Part, isUsed: boolean): { minimum_calls?: number; open?: string } {
  if (!isUsed) return {};
  const fails = firstSaid([router.at("allowed_fails"), settings.at("allowed_fails")], (part) => part.count());
  if (fails !== undefined) {
    const what =
      "LiteLLM counts the failures of a minute, modelmall their share (failure_share) of at least so many calls";
    (router.at("allowed_fails").isGiven ? router : settings).at("allowed_fails").note(what);
  }
  const open = firstSaid([router.at("cooldown_time"), settings.at("cooldown_time")], (part) => part.duration());
  return given({ minimum_calls: fails === undefined ? undefined : fails + 1, open });
}

function firstSaid<Value>(parts: readonly Part[], read: (part: Part) => Value | undefined): Value | undefined {
  let first: Value | undefined;
  for (const part of parts) {
    if (first === undefined) first = read(part);
    else if (part.isGiven) part.refuse("router_settings says it already, and wins");
  }
  return first;
}

/** Facts of a model at its backend; where two entries say different things, the first is believed. */
function addFacts(accounts: Accounts, { backend, modelId, facts, entry }: Deployment): void {
  if (Object.keys(facts).length === 0) return;
  const known = accounts.facts(backend, modelId);
  for (const [key, value] of Object.entries(facts)) {
    if (known[key] === undefined) known[key] = value;
    else if (!isDeepStrictEqual(known[key], value)) {
      entry.at("model_info").refuse(`an earlier entry says something else of ${key} of the same model`);
    }
  }
}

/** All comments of the entries a model is made of; the one beside its name stays there. */
function commentsOf(deployments: readonly Deployment[], document: ForeignDocument): Comments {
  const before = deployments.flatMap(({ entry }) => document.commentsWithin(entry.path));
  const [first] = deployments;
  const trailing = first === undefined ? undefined : document.comments([...first.entry.path, "model_name"]).trailing;
  const others = before.filter((comment) => comment !== trailing);
  return { before: others.length === 0 ? undefined : others.join("\n"), trailing };
}
