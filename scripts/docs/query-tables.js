import { markdownTable } from "../support/table.js";
import { fromDist } from "./from-dist.js";

/** What a query may compare with, from the compiler's own table. */
export async function operatorTable() {
  const { QUERY_OPERATORS } = await fromDist("query.js");
  return describedTable(["operator", "takes", "meaning"], QUERY_OPERATORS);
}

/** What a query may ask about, from the compiler's own table. */
export async function fieldTable() {
  const { QUERY_FIELDS } = await fromDist("query.js");
  return describedTable(["field", "type", "meaning"], QUERY_FIELDS);
}

/**
 * @param {string[]} titles
 * @param {readonly { name: string, type: string, description: string }[]} entries
 */
function describedTable(titles, entries) {
  return markdownTable(
    titles,
    entries.map(({ name, type, description }) => [`\`${name}\``, type, description]),
  );
}
