// Resolving names of a big config over a big registry, and loading a long one.
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { parseConfig } from "../src/config/load.ts";
import { resolve } from "../src/config/resolve.ts";
import type { Catalogue } from "../src/config.ts";
import { catalogueOf } from "../src/manager/catalogue.ts";
import { ModelRegistry } from "../src/registry.ts";
import type { RouteRequest } from "../src/route.ts";
import { configText } from "./support/config-text.ts";
import { syntheticModels } from "./support/models.ts";
import { atMost, medianTimes, type Row } from "./support/ratio.ts";

export async function run(): Promise<Row[]> {
  return [...(await resolving()), ...(await loading())];
}

const REQUEST: RouteRequest = { needs: ["chat"], inputTokens: 2_000, tags: [], parameters: { temperature: 0 } };

/** Each of 1,000 names over a registry of 10,000 models: again and again, for requests of their own, and for the first time. */
async function resolving(): Promise<Row[]> {
  const models = syntheticModels(10_000);
  const catalogue = catalogueOf(new ModelRegistry(models.map((model) => [model.id, model])));
  const text = configText(
    1_000,
    models.map(({ id }) => id),
  );
  const config = await parseConfig(text, { env: {}, catalogue });
  const names = [...config.models.keys()];
  const native = new Map(names.map((name) => [name, { targets: [name] }]));
  let version = 0;
  // The first look at a name is a row of its own.
  sumOf(names, (name) => resolve(config, name, { catalogue }));
  const times = await medianTimes({
    native: () => sumOf(names, (name) => native.get(name)),
    again: () => sumOf(names, (name) => resolve(config, name, { catalogue })),
    request: () => sumOf(names, (name) => resolve(config, name, { catalogue, request: REQUEST })),
    first: () => {
      const changed = ofVersion(catalogue, ++version);
      return sumOf(names, (name) => resolve(config, name, { catalogue: changed }));
    },
  });
  const each = (time: number) => (time / names.length) * 1_000;
  const title = "resolve one of 1,000 names, 10,000 models in the registry";
  return [
    atMost(title, each(times.again), "µs", 20),
    { name: title, value: times.again / times.native, unit: "x Map.get" },
    { name: `${title}, for a request with needs and parameters`, value: each(times.request), unit: "µs" },
    { name: `${title}, after the registry changed`, value: each(times.first), unit: "µs" },
  ];
}

/** Nothing that was found before holds for it, and it knows as much. */
function ofVersion(catalogue: Catalogue, version: number): Catalogue {
  return {
    version,
    facts: (provider, modelId) => catalogue.facts(provider, modelId),
    find: (name) => catalogue.find(name),
    nearest: (target) => catalogue.nearest(target),
  };
}

function sumOf(names: readonly string[], find: (name: string) => { targets: readonly unknown[] } | undefined): number {
  let sum = 0;
  for (const name of names) sum += find(name)?.targets.length ?? 0;
  return sum;
}

/** A config of 2,000 lines, against parsing its YAML alone. */
async function loading(): Promise<Row[]> {
  const text = configText(
    152,
    syntheticModels(1_000).map(({ id }) => id),
  );
  const lines = text.trimEnd().split("\n").length;
  if (Math.abs(lines - 2_000) > 20) throw new Error(`the config has ${lines} lines`);
  const times = await medianTimes(
    { parse: () => parse(text), load: () => parseConfig(text, { env: {} }) },
    { rounds: 25 },
  );
  return [
    { name: "loading a config of 2,000 lines", value: times.load, unit: "ms" },
    atMost("loading a config of 2,000 lines / parsing its YAML alone", times.load / times.parse, "x", 2),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.table(await run());
