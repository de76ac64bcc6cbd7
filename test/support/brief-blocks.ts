import { existsSync, readFileSync } from "node:fs";
import { sharedPath } from "./shared-data.ts";

const PAGES = [
  "0-model-backend-mapping-concept.md",
  "1-model-backend-mapping-change.md",
  "2-model-backend-mapping-plan.md",
];

/** A config the user's documents show: the page, which of its configs it is (from 1), and its text. */
export interface BriefBlock {
  readonly name: string;
  readonly text: string;
}

/** Why tests on the user's documents cannot run, or `undefined` when they can. */
export const withoutBrief = existsSync(pagePath(PAGES[0]))
  ? undefined
  : `no documents at ${pagePath("")} (set MODELMALL_SHARED_DATA to the folder beside theirs)`;

if (withoutBrief !== undefined) console.warn(`skipped: ${withoutBrief}`);

/** Every config the user's documents show, those without a language at their fence too. */
export const briefBlocks: readonly BriefBlock[] = withoutBrief === undefined ? PAGES.flatMap(blocksOf) : [];

function blocksOf(page: string): BriefBlock[] {
  const fences = readFileSync(pagePath(page), "utf8").matchAll(/^```(\w*)\n(.*?)^```$/gms);
  const configs = Array.from(fences, ([, language = "", text = ""]) => ({ language, text })).filter(
    ({ language, text }) => ["", "yaml"].includes(language) && /^models:/m.test(text),
  );
  return configs.map(({ text }, index) => ({ name: `${page.slice(0, 1)}.${index + 1}`, text }));
}

function pagePath(page: string | undefined): string {
  return sharedPath(`../brief/${page ?? ""}`);
}
