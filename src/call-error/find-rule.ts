import type { ErrorRule } from "./rule.ts";
import { RULES } from "./rules.ts";

/** What is compared with the rows. */
export interface Refusal {
  readonly provider?: string | undefined;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly type?: string | undefined;
  readonly message?: string | undefined;
  readonly hasKey?: boolean | undefined;
}

/** The first row that fits; the last of them fits everything. */
export function ruleFor({ provider, status, code, type, message = "", hasKey }: Refusal): ErrorRule {
  const words = [code, type].flatMap((word) => (word === undefined ? [] : [word.toLowerCase()]));
  const text = message.toLowerCase();
  const found = RULES.find(
    (rule) =>
      (rule.providers === undefined || (provider !== undefined && rule.providers.includes(provider))) &&
      (rule.status === undefined || (status !== undefined && holdsStatus(rule.status, status))) &&
      (rule.noStatus === undefined || status === undefined || status < 300) &&
      (rule.withoutKey === undefined || (rule.withoutKey === "certain" ? hasKey === false : hasKey !== true)) &&
      (rule.says === undefined || words.some((word) => rule.says?.includes(word))) &&
      (rule.phrases === undefined || rule.phrases.some((phrase) => holdsPhrase(text, phrase))),
  );
  return found as ErrorRule; // The last row has no condition.
}

function holdsStatus(ranges: NonNullable<ErrorRule["status"]>, status: number): boolean {
  return ranges.some((range) =>
    typeof range === "number" ? range === status : range[0] <= status && status <= range[1],
  );
}

// Not a regular expression: the text is foreign, and this stays linear in it.
function holdsPhrase(text: string, phrase: string): boolean {
  let from = 0;
  for (const part of phrase.split("*")) {
    const at = text.indexOf(part.trim(), from);
    if (at < 0) return false;
    from = at + part.trim().length;
  }
  return true;
}
