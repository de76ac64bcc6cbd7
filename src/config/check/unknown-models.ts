import type { BackendConfig } from "../../config.ts";
import type { ConfigProblem } from "../problem.ts";
import { type CheckContext, type CheckedTarget, problemAt } from "./context.ts";
import { didYouMean } from "./wording.ts";

/** Finding the nearest among thousands of ids takes a millisecond or two each time. */
const MOST_SEARCHES = 50;

/** Targets the catalogue has never heard of. */
export function checkUnknownModels(context: CheckContext): readonly ConfigProblem[] {
  const { catalogue } = context;
  const near = new Map<string, readonly string[]>();
  return context.targets.flatMap((target) => {
    const { backend, backendName, entry, id } = target;
    if (backend === undefined || !isUnknown(context, target, backend)) return [];
    const asked = `${backend.provider.name}/${id}`;
    if (!near.has(asked) && near.size < MOST_SEARCHES) near.set(asked, catalogue.nearest(asked).slice(0, 3));
    const nearest = near.get(asked) ?? [];
    const advice = `; if it is there, write it under backends.${backendName}.models`;
    const message = `${backend.provider.title} is not known to have ${id}${didYouMean(nearest) || advice}`;
    return [problemAt(context, "warning", "unknown_model", entry.path, message)];
  });
}

function isUnknown({ catalogue }: CheckContext, { id }: CheckedTarget, backend: BackendConfig): boolean {
  const { enabled, models, provider } = backend;
  if (!enabled || id.includes("*") || models.has(id) || !isProvidersOwn(backend)) return false;
  return catalogue.facts(provider.name, id) === undefined && (catalogue.covers?.(provider.name) ?? true);
}

/** Whether what is called there is what its provider offers to everybody: no proxy, no deployments, no machine of one's own. */
function isProvidersOwn({ provider, baseUrl }: BackendConfig): boolean {
  if (provider.baseUrl === undefined || provider.isLocal) return false;
  return baseUrl === undefined || hostOf(baseUrl) === hostOf(provider.baseUrl);
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
