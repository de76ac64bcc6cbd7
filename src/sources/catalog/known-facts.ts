import * as z from "zod";
import type { Facts } from "../../model.ts";
import { splitId } from "../../model.ts";
import { readDataFile } from "./read-data-file.ts";

/** What packages other than genai-prices tell of a model. */
export interface KnownFacts {
  facts: Facts;
  /** Whether the model is listed even where nothing else knows it. */
  lists: boolean;
  /** The packages that tell it, as `name@version`. */
  from: string[];
}

const bits = z.number().int().nonnegative();

// The columns are those scripts/catalog/encode.js writes; 0 stands for unknown, bits for the names in the file's head.
const fileSchema = z.object({
  format: z.literal(1),
  packages: z.array(z.object({ name: z.string(), version: z.string() })),
  capabilities: z.array(z.string()),
  modalities: z.array(z.string()),
  models: z.array(
    z.tuple([z.string(), z.union([z.string(), z.literal(0)]), bits, bits, bits, bits, bits, bits, bits, bits]),
  ),
});

type CatalogFile = z.infer<typeof fileSchema>;

/** The facts of the generated file `data/catalog.json`, by canonical id. */
export async function readKnownFacts(): Promise<Map<string, KnownFacts>> {
  const file = await readDataFile("catalog.json", fileSchema);
  return new Map(file.models.map((row) => [row[0], toKnownFacts(row, file)]));
}

function toKnownFacts(row: CatalogFile["models"][number], file: CatalogFile): KnownFacts {
  const [id, name, contextWindow, maxOutputTokens, known, yes, input, output, from, lists] = row;
  const { provider } = splitId(id);
  const isTrue = new Set(pick(file.capabilities, yes));
  return {
    facts: {
      ...(provider === undefined ? {} : { provider }),
      ...(name === 0 ? {} : { name }),
      ...(contextWindow === 0 ? {} : { contextWindow }),
      ...(maxOutputTokens === 0 ? {} : { maxOutputTokens }),
      ...(known === 0
        ? {}
        : { capabilities: Object.fromEntries(pick(file.capabilities, known).map((key) => [key, isTrue.has(key)])) }),
      ...(input + output === 0
        ? {}
        : { modalities: { input: pick(file.modalities, input), output: pick(file.modalities, output) } }),
    },
    lists: lists === 1,
    from: pick(file.packages, from).map((entry) => `${entry.name}@${entry.version}`),
  };
}

function pick<Item>(items: readonly Item[], bitSet: number): Item[] {
  return items.filter((_item, index) => (bitSet & (1 << index)) !== 0);
}
