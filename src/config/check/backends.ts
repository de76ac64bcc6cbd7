import type { FallbackReason } from "../../config.ts";
import { hasPlaceholder } from "../placeholder.ts";
import type { ConfigProblem } from "../problem.ts";
import { splitTarget } from "../target.ts";
import { type CheckContext, problemAt } from "./context.ts";
import { didYouMean, listed } from "./wording.ts";
import { fallbackPath } from "./written-path.ts";

/** Targets at backends that are not there. */
export function checkBackends(context: CheckContext): readonly ConfigProblem[] {
  return context.targets
    .filter(({ backend }) => backend === undefined)
    .map(({ entry, backendName }) =>
      problemAt(context, "error", "unknown_backend", entry.path, unknownBackend(context, backendName)),
    );
}

/** Fall-backs that name no exposed model, and no target either. */
export function checkFallbacks(context: CheckContext): readonly ConfigProblem[] {
  return [...context.config.models.values()].flatMap((model) =>
    (Object.keys(model.fallback) as FallbackReason[]).flatMap((reason) =>
      model.fallback[reason].flatMap((member, index) => {
        const message = troubleWith(context, member);
        if (message === undefined) return [];
        const path = fallbackPath(context, model, reason, index);
        return [problemAt(context, "error", "unknown_fallback", path, message)];
      }),
    ),
  );
}

/** Providers to fall back on that are no backends. */
export function checkFallbackProviders(context: CheckContext): readonly ConfigProblem[] {
  const { config } = context;
  return config.fallbackProviders.flatMap((name, index) =>
    config.backends.has(name) || hasPlaceholder(name)
      ? []
      : [problemAt(context, "error", "unknown_backend", ["fallback_providers", index], unknownBackend(context, name))],
  );
}

function troubleWith(context: CheckContext, member: string): string | undefined {
  const { config, names, offered, suggest } = context;
  if (names.find(member) !== undefined || hasPlaceholder(member)) return undefined;
  const target = splitTarget(member);
  if (target === undefined) {
    const advice = "; name one, or write a target as backend/model-id";
    return `no exposed model is called "${member}"${didYouMean(suggest(member, offered)) || advice}`;
  }
  return config.backends.has(target.backend) ? undefined : unknownBackend(context, target.backend);
}

/** That a name is no backend, with those it may mean. */
function unknownBackend({ ownBackends, places, suggest }: CheckContext, name: string): string {
  const near = suggest(name, places);
  const choice = ownBackends.length === 0 ? "begin with a provider's name" : `use one of ${listed(ownBackends)}`;
  return `unknown backend "${name}"${didYouMean(near)}${near.length === 0 ? ";" : ""} write backends.${name}, or ${choice}`;
}
