import { given } from "../../../util/given.ts";
import type { Accounts } from "../accounts.ts";
import type { DraftTarget } from "../draft.ts";
import { textOf } from "../foreign-value.ts";
import { nameProblem } from "../name-problem.ts";
import type { Part } from "../part.ts";
import { parametersOf } from "../request-parameters.ts";
import { accountOf } from "./account.ts";
import { factsOf } from "./model-info.ts";
import { litellmRoute } from "./route.ts";

/** One entry of LiteLLM's `model_list`, read. */
export interface Deployment {
  readonly name: string;
  readonly entry: Part;
  readonly backend: string;
  readonly modelId: string;
  readonly target: DraftTarget;
  readonly facts: Record<string, unknown>;
  /** LiteLLM calls those of the lowest number first. */
  readonly order?: number;
  /** What LiteLLM draws by: the first of these that is given. */
  readonly weights: Readonly<Record<"weight" | "rpm" | "tpm", number | undefined>>;
  readonly parameters: Record<string, unknown> | undefined;
  readonly tags: readonly string[];
  readonly description?: string;
  readonly attempts?: number;
  readonly timeout: Record<string, string>;
  readonly budget?: { readonly amount: number; readonly per: string };
  readonly accessGroups: readonly string[];
}

/** Reads an entry; one that cannot be carried over is listed, with the reason. */
export function readDeployment(
  entry: Part,
  credentials: ReadonlyMap<string, Part>,
  accounts: Accounts,
): Deployment | undefined {
  const params = withCredentials(entry.at("litellm_params"), credentials);
  const nothing = (what: string): undefined => entry.refuse(what) as undefined;
  const { value: name } = entry.at("model_name");
  const { value: model } = params.at("model");
  if (typeof name !== "string" || name.trim() === "") return nothing("no model_name");
  if (typeof model !== "string" || model.trim() === "") return nothing("no litellm_params.model");
  const problem = nameProblem(name);
  if (problem !== undefined) return nothing(problem);
  const read = targetOf(params, accounts, entry);
  if (read === undefined) return undefined;
  entry.at("model_name").take();
  const info = entry.at("model_info");
  const description = info.at("description").text();
  const attempts = params.oneOf("max_retries", "num_retries").count();
  const budget = budgetOf(params);
  const order = params.at("order").count();
  return {
    name: name.trim(),
    entry,
    ...read,
    target: { target: read.target },
    facts: read.modelId.includes("*") ? {} : factsOf(info, params),
    ...(order === undefined ? {} : { order }),
    parameters: parametersOf(params),
    tags: [...params.at("tags").texts(), ...info.at("tags").texts()],
    ...(description === undefined ? {} : { description }),
    ...(attempts === undefined ? {} : { attempts: attempts + 1 }),
    timeout: timeoutOf(params),
    ...(budget === undefined ? {} : { budget }),
    accessGroups: info.at("access_groups").texts(),
  };
}

type Read = Pick<Deployment, "backend" | "modelId" | "weights"> & { target: string };

function targetOf(params: Part, accounts: Accounts, entry: Part): Read | undefined {
  const written = params.at("model");
  const llmProvider = params.at("custom_llm_provider");
  const model = String(written.value).trim();
  const named = model.startsWith("os.environ/") ? "openai/*" : model;
  const route = litellmRoute(named, typeof llmProvider.value === "string" ? llmProvider.value : undefined);
  if ("refusal" in route) {
    entry.refuse(route.refusal);
    return undefined;
  }
  if (route.id.includes("*") && !String(entry.at("model_name").value).includes("*") && named === model) {
    entry.refuse('its model holds a "*", which its name does not; write the models out');
    return undefined;
  }
  written.take();
  llmProvider.text();
  if (route.note !== undefined) written.note(route.note);
  const [rpm, tpm] = [params.oneOf("rpm", "rpm_limit"), params.oneOf("tpm", "tpm_limit")].map((part) => part.count(1));
  const [outerRpm, outerTpm] = [entry.at("rpm").count(1), entry.at("tpm").count(1)];
  const limits = {
    requests_per_minute: rpm ?? outerRpm,
    tokens_per_minute: tpm ?? outerTpm,
    concurrent: params.at("max_parallel_requests").count(1),
  };
  const weights = { weight: params.at("weight").amount(), rpm: rpm ?? outerRpm, tpm: tpm ?? outerTpm };
  const onSum = () =>
    params.note("LiteLLM counts limits for each entry, modelmall for each key; those of one account were added up");
  const backend = accounts.use(accountOf(params, route), { limits, wish: wishOf(route), onSum });
  if (named === model) {
    const base = entry.at("model_info").at("base_model");
    const place = deploymentOf(route.provider?.name, route.id, base);
    if (place !== undefined) {
      const facts = accounts.facts(backend, place);
      if (facts.deployment === undefined || facts.deployment === route.id) {
        facts.deployment = route.id;
        base.take();
        return { backend, modelId: place, weights, target: `${backend}/${place}` };
      }
    }
    return { backend, modelId: route.id, weights, target: `${backend}/${route.id}` };
  }
  const target = textOf(written) ?? model;
  written.note(
    `what stands in ${target} is read as backend/model-id; LiteLLM's prefixes are not always names of providers here`,
  );
  return { backend, modelId: target, weights, target };
}

function wishOf(route: { prefix: string; service?: object }): string | undefined {
  const isNamed =
    route.service !== undefined && !["openai_like", "custom_openai", "aiohttp_openai"].includes(route.prefix);
  return isNamed ? route.prefix.replaceAll("_", "-") : undefined;
}

/** The model behind an Azure deployment, where the entry names it. */
function deploymentOf(provider: string | undefined, id: string, base: Part): string | undefined {
  if (provider !== "azure" || typeof base.value !== "string") return undefined;
  const model = base.value.trim().replace(/^azure(?:_ai)?\/(?:(?:us|eu|global)\/)?/, "");
  return model === id || /[\s/]/.test(model) || model === "" ? undefined : model;
}

/** The fields of a named credential lie under those of the entry. */
function withCredentials(params: Part, credentials: ReadonlyMap<string, Part>): Part {
  const name = params.at("litellm_credential_name");
  const values = typeof name.value === "string" ? credentials.get(name.value) : undefined;
  if (values === undefined) return params;
  name.take();
  return params.over(values);
}

function timeoutOf(params: Part): Record<string, string> {
  return given({
    first_content: params.at("stream_timeout").duration(),
    total: params.at("timeout").duration(),
  });
}

const PERIODS: ReadonlyMap<string, string> = new Map([
  ["1h", "hour"],
  ["3600s", "hour"],
  ["1d", "day"],
  ["24h", "day"],
  ["7d", "week"],
  ["1w", "week"],
  ["30d", "month"],
  ["1mo", "month"],
]);

function budgetOf(params: Part): { amount: number; per: string } | undefined {
  const span = params.at("budget_duration");
  const per = span.isGiven ? PERIODS.get(String(span.value)) : "total";
  const amount = per === undefined ? undefined : params.at("max_budget").amount();
  if (per === undefined || amount === undefined) return undefined;
  span.take();
  return { amount, per };
}
