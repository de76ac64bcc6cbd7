import { providers } from "../../builtins/providers.ts";
import type { StarterBackend, StarterFindings, StarterModel } from "../../config/starter.ts";
import type { Model } from "../../model.ts";
import { pricingAt } from "../../pricing.ts";
import { baseUrlFrom, keyFrom, missingSetting, type Provider } from "../../provider.ts";
import { type Environment, readEnv } from "../../util/env.ts";
import { counted, formatPrice, formatTokens } from "../format.ts";
import { type Candidate, cheapestOf, DEAREST_OUTPUT, strongestOf } from "./choose-models.ts";

/** What a machine has, as far as a starter depends on it. */
export interface Machine {
  readonly env: Environment;
  /** Every model known of, the listings of a running Ollama server among them. */
  readonly models: readonly Model[];
  readonly now: Date;
}

/** Providers whose models go by names of the account's own (Azure), or that no key in a variable opens (Bedrock). */
const NOT_CHOSEN = new Set(["azure", "bedrock"]);
const MOST_TARGETS = 3;
/** What stands in a starter where neither a key nor a server was found. */
const EXAMPLE = { provider: "openai", local: "llama3.2:3b" };

/** What a first configuration is made from: backends that can be used here, and for each kind of work a model of each. */
export function findStarters({ env, models, now }: Machine, schema: string): StarterFindings {
  const ready = [...providers.values()].filter((provider) => isReady(provider, env));
  const isExample = ready.length === 0;
  const example = providers.get(EXAMPLE.provider);
  const remote = isExample && example !== undefined ? [example] : ready;
  const missing = isExample ? { missing: `${keyVariableOf(remote[0], env)} is not set yet` } : {};
  const candidates = remote
    .filter(({ name }) => !NOT_CHOSEN.has(name))
    .map((provider) => candidatesOf(provider, models));
  const fast = present(candidates.map((some) => cheapestOf(some, now)))
    .toSorted((a, b) => inputPrice(a, now) - inputPrice(b, now))
    .slice(0, MOST_TARGETS);
  const smart = present(candidates.map((some) => strongestOf(some, now)))
    .toSorted((a, b) => inputPrice(b, now) - inputPrice(a, now))
    .slice(0, MOST_TARGETS);
  const installed = models.filter(
    ({ provider, isLocal, missingSince }) => provider === "ollama" && isLocal && !missingSince,
  );
  const local = isExample || installed.length > 0 ? localModel(installed) : [];
  return {
    schema,
    models: [
      ...routeOf("fast", FAST, fast, now).map((model) => ({ ...model, ...missing })),
      ...routeOf("smart", SMART, smart, now).map((model) => ({ ...model, ...missing })),
      ...local,
    ],
    backends: [
      ...remote.map((provider) => backendOf(provider, env)),
      ...(local.length === 0 ? [] : [ollamaBackend(installed.length)]),
    ],
  };
}

const FAST = {
  description: "Quick and cheap",
  reason: "Of each provider the cheapest current model with tools, the cheapest first.",
  aliases: ["cheap"],
};
const SMART = {
  description: "For hard questions",
  reason: `Of each provider the dearest current model with tools, up to $${DEAREST_OUTPUT} per million output tokens: likely its best.`,
  aliases: ["best"],
};

function isReady(provider: Provider, env: Environment): boolean {
  const apiKey = keyFrom(provider, env);
  return (
    apiKey !== undefined && missingSetting(provider, { baseUrl: baseUrlFrom(provider, env), apiKey }) === undefined
  );
}

/** What can be called at a provider: the models of which its own id is known, not only that of a reseller. */
function candidatesOf({ name }: Provider, models: readonly Model[]): Candidate[] {
  return models.flatMap((model) => {
    const id = model.connectorMetadata[name]?.id;
    const isThere = model.provider === name && id !== undefined && model.missingSince === undefined;
    return isThere ? [{ target: `${name}/${id}`, facts: model }] : [];
  });
}

function routeOf(
  name: string,
  about: Pick<StarterModel, "description" | "reason" | "aliases">,
  chosen: readonly Candidate[],
  now: Date,
): StarterModel[] {
  if (chosen.length === 0) return [];
  return [{ name, ...about, targets: chosen.map(({ target, facts }) => ({ target, note: noteOf(facts, now) })) }];
}

function noteOf({ pricing = {}, contextWindow }: Candidate["facts"], now: Date): string {
  const { input, output } = pricingAt(pricing, now);
  return `$${formatPrice(input)} in, $${formatPrice(output)} out per million tokens; context ${formatTokens(contextWindow)}`;
}

function localModel(installed: readonly Model[]): StarterModel[] {
  const able = installed.filter(({ capabilities }) => capabilities.chat !== false && capabilities.embedding !== true);
  const chosen = able.find(({ capabilities }) => capabilities.tools === true) ?? able[0];
  if (installed.length > 0 && chosen === undefined) return [];
  // Ollama's ids are its own names behind `ollama/`.
  const target = chosen?.id ?? `ollama/${EXAMPLE.local}`;
  const reason =
    chosen === undefined
      ? `Needs no key: install Ollama (https://ollama.com), then \`ollama pull ${EXAMPLE.local}\`.`
      : "Runs on this machine; nothing leaves it.";
  return [{ name: "local", description: "Stays on this machine", reason, targets: [{ target }], aliases: ["private"] }];
}

function backendOf(provider: Provider, env: Environment): StarterBackend {
  const keyVariable = keyVariableOf(provider, env);
  const isSet = keyVariable !== undefined && readEnv(env, keyVariable) !== undefined;
  const ownNames = NOT_CHOSEN.has(provider.name) ? `; its models are your own: ${provider.name}/NAME` : "";
  return {
    name: provider.name,
    reason: `${provider.title}: ${isSet ? `${keyVariable} is set` : `set ${keyVariable}`}${ownNames}.`,
    ...(keyVariable !== undefined && { keyVariable }),
  };
}

function ollamaBackend(installed: number): StarterBackend {
  const found =
    installed === 0
      ? "at http://localhost:11434 unless OLLAMA_HOST says otherwise"
      : `${counted(installed, "model")} installed`;
  return { name: "ollama", reason: `Ollama: ${found}.` };
}

/** The variable that holds a provider's key, else the one that is meant for it. */
function keyVariableOf(provider: Provider | undefined, env: Environment): string | undefined {
  const variables = provider?.keyVariables ?? [];
  return variables.find((name) => readEnv(env, name) !== undefined) ?? variables[0];
}

function inputPrice({ facts }: Candidate, now: Date): number {
  return pricingAt(facts.pricing ?? {}, now).input ?? 0;
}

function present<Value>(values: readonly (Value | undefined)[]): Value[] {
  return values.filter((value) => value !== undefined);
}
