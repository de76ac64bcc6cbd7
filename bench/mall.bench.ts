// Looking at the views of a mall over a big registry.
import { pathToFileURL } from "node:url";
import { ModelMall } from "../src/mall.ts";
import { ModelRegistry } from "../src/registry.ts";
import { syntheticModels } from "./support/models.ts";
import { atMost, medianTimes, type Row } from "./support/ratio.ts";

/** A second look at a view of 100,000 models against one of 100, and a first look against grouping by hand. */
export async function run(): Promise<Row[]> {
  const big = mallOf(100_000);
  const small = mallOf(100);
  const times = await medianTimes({
    big: () => look(big.mall),
    small: () => look(small.mall),
  });
  const first = await medianTimes(
    {
      // A new mall each time: nothing has been looked at yet.
      view: () => new ModelMall(big.registry).byProvider.size,
      hand: () => groupByHand(big.registry),
    },
    { rounds: 9 },
  );
  return [
    { name: "a second look at four views of 100,000 models", value: times.big * 1_000, unit: "µs" },
    atMost("a second look, 100,000 models / 100 models", times.big / times.small, "x", 2),
    atMost("a first look at 100,000 models / grouping them by hand", first.view / first.hand, "x", 2.5),
  ];
}

function mallOf(count: number) {
  const registry = new ModelRegistry(syntheticModels(count).map((model) => [model.id, model]));
  const mall = new ModelMall(registry);
  look(mall);
  return { registry, mall };
}

function look({ byProvider, byCapability, byPrice, local }: ModelMall): number {
  const shown = [byProvider.get("openai"), byCapability.get("tools"), byPrice.get("budget")];
  return shown.reduce((sum, models) => sum + (models?.length ?? 0), local.size);
}

function groupByHand(registry: ModelRegistry): Map<string, unknown[]> {
  const groups = new Map<string, unknown[]>();
  for (const model of registry.values()) {
    const group = groups.get(model.provider);
    if (group === undefined) groups.set(model.provider, [model]);
    else group.push(model);
  }
  return groups;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.table(await run());
