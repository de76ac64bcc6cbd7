import { markdownTable } from "../support/table.js";
import { fromDist } from "./from-dist.js";

/** Every code of a failed call: what it means, whose fault it is, and what to do. */
export async function codeTable() {
  const { CODE_MEANINGS } = await fromDist("call-error/codes.js");
  return markdownTable(
    ["code", "what happened", "fault", "try again", "what to do"],
    Object.entries(CODE_MEANINGS).map(([code, { meaning, fault, retryable, advice }]) => [
      `\`${code}\``,
      meaning,
      fault,
      retryable ? "yes" : "no",
      advice,
    ]),
  );
}

/** Which refusal is taken for which code; the order counts. */
export async function refusalTable() {
  const { RULES } = await fromDist("call-error/rules.js");
  const { CODE_MEANINGS } = await fromDist("call-error/codes.js");
  return markdownTable(
    ["", "status", "code or type", "words of the message", "is", "fault", "try again", "that is"],
    RULES.map((/** @type {import("../../src/call-error/rule.ts").ErrorRule} */ rule, /** @type {number} */ index) => [
      String(index + 1),
      statusOf(rule),
      listed(rule.says),
      listed(rule.phrases),
      `\`${rule.code}\``,
      rule.fault ?? CODE_MEANINGS[rule.code].fault,
      (rule.retryable ?? CODE_MEANINGS[rule.code].retryable) ? "yes" : "no",
      rule.when + (rule.providers === undefined ? "" : ` (${rule.providers.join(", ")})`),
    ]),
  );
}

/** @param {import("../../src/call-error/rule.ts").ErrorRule} rule */
function statusOf({ status, noStatus, withoutKey }) {
  const key = withoutKey === undefined ? "" : withoutKey === "certain" ? ", without a key" : ", if no key was sent";
  if (status === undefined) return `${noStatus ? "none, or 200" : "any"}${key}`;
  const ranges = status.map((range) => (typeof range === "number" ? String(range) : `${range[0]} to ${range[1]}`));
  return ranges.join(", ") + key;
}

/** @param {readonly string[] | undefined} words */
function listed(words = []) {
  return words.map((word) => `\`${word.replaceAll("`", "")}\``).join(", ");
}
