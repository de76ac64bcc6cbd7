import * as z from "zod";
import { type Facts, parseFacts } from "../../model.ts";
import { readDataFile } from "./read-data-file.ts";

const fileSchema = z.array(
  z.object({
    models: z.array(z.string()).min(1),
    facts: z.unknown().transform((facts) => parseFacts(facts, "facts.json")),
    page: z.url(),
    checked: z.iso.date(),
  }),
);

/** A fact we read on a page ourselves, the official one where there is one. */
export interface OwnFact {
  facts: Facts;
  /** The page, and the day it was read. */
  from: string;
}

/** The facts of `data/facts.json`, by canonical id. */
export async function readOwnFacts(): Promise<Map<string, OwnFact[]>> {
  const byModel = new Map<string, OwnFact[]>();
  for (const { models, facts, page, checked } of await readDataFile("facts.json", fileSchema)) {
    for (const id of models) byModel.set(id, [...(byModel.get(id) ?? []), { facts, from: `${page} (${checked})` }]);
  }
  return byModel;
}
