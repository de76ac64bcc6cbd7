import { isRecord, own } from "../../util/record.ts";
import { isNumber, type ScoreReader, type ScoreRow } from "./score-row.ts";

/**
 * A list of Artificial Analysis' intelligence index by model page; the page's name is its name of the model, and what
 * stands in brackets in the title is how it was run.
 */
export const readArtificialAnalysis: ScoreReader = ({ value }, skip) => {
  if (!Array.isArray(value) || !value.some((row) => isRecord(row) && "model_name" in row && "intelligence" in row)) {
    return undefined;
  }
  return value.flatMap((row: unknown, index): ScoreRow[] => {
    const [title, url, score, vendor] = ["model_name", "url", "intelligence", "creator"].map((key) => own(row, key));
    const name = typeof url === "string" ? /\/models\/([^/?#]+)/.exec(url)?.[1] : undefined;
    if (name === undefined || typeof title !== "string" || !isNumber(score)) {
      const label = typeof title === "string" && title !== "" ? title : `row ${index + 1}`;
      skip(label, "expected an object with model_name, intelligence and the url of a model's page");
      return [];
    }
    const [, setting] = /\(([^()]+)\)\s*$/.exec(title) ?? [];
    return [
      {
        name,
        ...(typeof vendor === "string" && { vendor }),
        benchmark: "artificial-analysis/intelligence",
        score,
        source: String(url),
        more: { title, ...(setting !== undefined && { runAs: setting }) },
      },
    ];
  });
};
