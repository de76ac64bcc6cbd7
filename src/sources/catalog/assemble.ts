import type { Facts, ModelInput } from "../../model.ts";
import { splitId } from "../../model.ts";
import type { KnownFacts } from "./known-facts.ts";
import type { OwnFact } from "./own-facts.ts";
import type { PriceRow } from "./price-rows.ts";
import { withoutClashes } from "./without-clashes.ts";

type ByModel<Value> = ReadonlyMap<string, Value>;

/** The models of the catalogue from what its parts tell of them; our own facts are believed first, then genai-prices. */
export function assemble(rows: PriceRow[], known: ByModel<KnownFacts>, own: ByModel<OwnFact[]>): ModelInput[] {
  const isListed = ({ id, pricedAs, isSnapshot, facts }: PriceRow) =>
    pricedAs === undefined || isSnapshot || [id, ...facts.aliases].some((name) => known.has(name));
  const priced = withoutClashes(rows.filter(isListed).map((row) => withOwnAliases(row, own.get(row.id))));
  const models = priced.map(({ id, pricedAs, facts }) => {
    const told = [id, ...facts.aliases].flatMap((name) => known.get(name) ?? []);
    const priceFrom = pricedAs === undefined ? "" : ` (priced as ${pricedAs})`;
    const from = [`@pydantic/genai-prices${priceFrom}`, ...told.flatMap((one) => one.from)];
    return merge(id, facts.aliases, [facts, ...told.map((one) => one.facts)], from, own.get(id));
  });
  const names = new Set(priced.flatMap(({ id, facts }) => [id, ...facts.aliases]));
  for (const [id, { facts, lists, from }] of known) {
    if (!lists || names.has(id)) continue;
    const { provider = "", name } = splitId(id);
    models.push(merge(id, [], [{ ...facts, connectorMetadata: { [provider]: { id: name } } }], from, own.get(id)));
  }
  return models;
}

function withOwnAliases({ id, facts }: PriceRow, own: readonly OwnFact[] = []): PriceRow {
  return { id, facts: { ...facts, aliases: [...facts.aliases, ...own.flatMap((one) => one.facts.aliases ?? [])] } };
}

function merge(
  id: string,
  aliases: string[],
  packaged: readonly Facts[],
  from: readonly string[],
  own: readonly OwnFact[] = [],
): ModelInput {
  const told = [...own.map((one) => one.facts), ...packaged].toReversed();
  const capabilities = Object.fromEntries(told.flatMap((facts) => Object.entries(facts.capabilities ?? {})));
  return {
    ...Object.fromEntries(told.flatMap((facts) => Object.entries(facts))),
    id,
    aliases,
    ...(Object.keys(capabilities).length === 0 ? {} : { capabilities }),
    evidence: [...new Set([...own.map((one) => one.from), ...from])],
  };
}
