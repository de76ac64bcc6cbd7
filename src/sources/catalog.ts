import type { ModelSource } from "../source.ts";
import { assemble } from "./catalog/assemble.ts";
import { readKnownFacts } from "./catalog/known-facts.ts";
import { readOwnFacts } from "./catalog/own-facts.ts";
import { type PriceRow, priceRows, type Skip } from "./catalog/price-rows.ts";

export interface CatalogOptions {
  /** The time whose prices stand at the top. @default the system's clock */
  clock?: () => Date;
}

/** The models that come with the package: prices and context windows by genai-prices, capabilities from data/. */
export function catalog({ clock = () => new Date() }: CatalogOptions = {}): ModelSource {
  return {
    name: "catalog",
    kind: "catalog",
    async discover({ skip }) {
      const today = clock().toISOString().slice(0, 10);
      const [rows, known, own] = await Promise.all([readPriceRows(today, skip), readKnownFacts(), readOwnFacts()]);
      return assemble(rows, known, own);
    },
  };
}

async function readPriceRows(today: string, skip: Skip): Promise<PriceRow[]> {
  const { waitForUpdate } = await import("@pydantic/genai-prices");
  // Nothing asks for an update, so this is the list inside the package: at once, without network or timer.
  const providers = await waitForUpdate();
  return priceRows(providers ?? [], today, skip);
}
