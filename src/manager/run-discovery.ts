import type { DiscoveryReport } from "../discovery/report.ts";
import type { DiscoveryOptions } from "../discovery.ts";
import type { ModelRegistry } from "../registry.ts";
import type { Environment } from "../util/env.ts";
import type { Sources } from "./account.ts";
import { loadSource } from "./known-sources.ts";
import { readySources } from "./ready-sources.ts";

/**
 * Takes into a registry what sources find: those named, else all that need nothing which is not set.
 * @throws {InvalidInputError} for a source that is not known
 */
export async function runDiscovery(
  registry: ModelRegistry,
  known: Sources,
  names: readonly string[],
  options: DiscoveryOptions & { readonly env: Environment },
): Promise<DiscoveryReport> {
  const { ready, notAsked } = names.length > 0 ? { ready: names, notAsked: [] } : readySources(known, options.env);
  const sources = await Promise.all(ready.map((name) => loadSource(known, name, options.env)));
  const { discover } = await import("../discovery.ts");
  const report = await discover(sources, registry, options);
  await registry.flush();
  return { ...report, notAsked };
}
