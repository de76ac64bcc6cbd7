import { findProvider } from "../../builtins/providers.ts";
import { STRATEGIES } from "../../config.ts";
import { isPlaceholder } from "../placeholder.ts";
import type { ConfigProblem } from "../problem.ts";
import { type CheckContext, problemAt } from "./context.ts";
import { didYouMean, listed } from "./wording.ts";

const IN_CODE = "and those that the program brings, written as strategies: { NAME: code }";

/** Strategies that are neither built in nor written down. */
export function checkStrategies(context: CheckContext): readonly ConfigProblem[] {
  const known: ReadonlySet<string> = new Set([...STRATEGIES, ...context.config.strategies.keys()]);
  return [...context.config.models.values()]
    .filter(({ strategy }) => !known.has(strategy))
    .map(({ path, strategy }) => {
      const near = context.suggest(strategy, known);
      const hint = near.length === 0 ? `; there are ${listed([...known])}, ${IN_CODE}` : didYouMean(near);
      return problemAt(context, "error", "unknown_strategy", [...path, "strategy"], `no strategy "${strategy}"${hint}`);
    });
}

/** Groups without members, and members that are no exposed models or stand twice. */
export function checkGroups(context: CheckContext): readonly ConfigProblem[] {
  const { config, names, offered, suggest } = context;
  return [...config.groups].flatMap(([group, members]) => {
    const path = ["groups", group];
    if (members.length === 0)
      return [problemAt(context, "warning", "empty_group", path, "a group without members", "key")];
    const seen = new Set<string>();
    return members.flatMap((member, index) => {
      const place = [...path, index];
      if (seen.has(member))
        return [problemAt(context, "warning", "member_twice", place, `"${member}" stands here twice`)];
      seen.add(member);
      if (config.models.has(member) || names.find(member) !== undefined || isPlaceholder(member)) return [];
      const message = `no exposed model is called "${member}"${didYouMean(suggest(member, offered))}`;
      return [problemAt(context, "error", "unknown_member", place, message)];
    });
  });
}

/** Tags that look like a group's: a model is put into a group in `groups`. */
export function checkGroupTags(context: CheckContext): readonly ConfigProblem[] {
  const { groups, models } = context.config;
  return [...models.values()].flatMap(({ name, path, tags }) =>
    tags.flatMap((tag, index) => {
      const group = tag.startsWith("group:") ? tag.slice("group:".length) : undefined;
      if (group === undefined || groups.get(group)?.includes(name)) return [];
      const message = `the tag ${tag} puts it into no group; write it under groups.${group}`;
      return [problemAt(context, "warning", "group_tag", [...path, "tags", index], message)];
    }),
  );
}

/** Policies about providers that are not there. */
export function checkPolicyNames(context: CheckContext): readonly ConfigProblem[] {
  const { backends, models } = context.config;
  const { places, suggest } = context;
  const isKnown = (name: string) => backends.has(name) || findProvider(name) !== undefined || isPlaceholder(name);
  return [...models.values()].flatMap(({ path, policy }) =>
    (
      [
        ["allowed_providers", policy.allowedProviders],
        ["denied_providers", policy.deniedProviders],
      ] as const
    ).flatMap(([key, names = []]) =>
      names.flatMap((name, index) => {
        if (isKnown(name)) return [];
        const message = `"${name}" is neither a backend nor a provider${didYouMean(suggest(name, places))}`;
        return [problemAt(context, "warning", "unknown_provider", [...path, "policy", key, index], message)];
      }),
    ),
  );
}
