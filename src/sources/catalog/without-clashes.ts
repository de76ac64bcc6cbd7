import type { PriceRow } from "./price-rows.ts";

/** The rows without any name that would mean two models: an id is stronger than an alias, and an alias of two means neither. */
export function withoutClashes(rows: readonly PriceRow[]): PriceRow[] {
  const byId = new Map<string, PriceRow>();
  for (const row of rows) if (!byId.has(row.id)) byId.set(row.id, row);
  const uses = new Map<string, number>();
  for (const { facts } of byId.values()) {
    for (const alias of new Set(facts.aliases)) uses.set(alias, (uses.get(alias) ?? 0) + 1);
  }
  return [...byId.values()].map((row) => {
    const aliases = [...new Set(row.facts.aliases)].filter((alias) => uses.get(alias) === 1 && !byId.has(alias));
    return { ...row, facts: { ...row.facts, aliases } };
  });
}
