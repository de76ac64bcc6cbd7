import { nearest } from "../../util/nearest.ts";

/** As many words are compared for one config; each takes about a microsecond, and a file may be full of misspelt ones. */
const MOST_COMPARISONS = 200_000;

/** Finds what a misspelt word may mean. */
export type Suggest = (word: string, candidates: ReadonlySet<string>) => readonly string[];

/** A search for words that gives up once it has been asked too often. */
export function createSuggest(): Suggest {
  let left = MOST_COMPARISONS;
  return (word, candidates) => {
    left -= candidates.size;
    return left < 0 ? [] : nearest(word, candidates);
  };
}
