import type { SourceReport } from "../../src/discovery/report.ts";
import { type DiscoveryOptions, discover, type ModelImporter } from "../../src/discovery.ts";
import type { ModelInput } from "../../src/model.ts";
import type { ModelSource } from "../../src/source.ts";
import { TinyImporter } from "./tiny-importer.ts";

/** A row as a source gives it. */
export const aModel = (id: string, facts: ModelInput = {}): ModelInput => ({ id, provider: "acme", ...facts });

/** A source that lists one model, unless told otherwise. */
export function aSource(name: string, rest: Partial<ModelSource> = {}): ModelSource {
  return { name, discover: () => [aModel(`acme/${name}`)], ...rest };
}

/** What discovering from one source reports. */
export async function report(
  source: ModelSource,
  options: DiscoveryOptions = {},
  importer: ModelImporter = new TinyImporter(),
): Promise<SourceReport> {
  const { sources } = await discover([source], importer, options);
  const [only] = sources;
  if (only === undefined) throw new Error("no report");
  return only;
}
