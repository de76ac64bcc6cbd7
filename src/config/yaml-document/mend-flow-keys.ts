import type { CST } from "yaml";

/**
 * Puts right what the parser makes of a name in brackets that is not the first of its map: it leaves the space before it
 * as an item of its own, which the composer then calls impossible. A template has such names: `[model_name]:`.
 */
export function mendFlowKeys(tokens: readonly CST.Token[]): void {
  for (const token of tokens) if (token.type === "document" && token.value) mend(token.value);
}

function mend(token: CST.Token): void {
  if (!("items" in token)) return;
  if (token.type === "block-map") token.items = withoutStrays(token.items);
  for (const { key, value } of token.items) {
    if (key) mend(key);
    if (value) mend(value);
  }
}

function withoutStrays(items: CST.BlockMap["items"]): CST.BlockMap["items"] {
  return items.flatMap((item, index) => {
    const next = items[index + 1];
    const isStray = item.key === undefined && item.sep === undefined && next?.key?.type === "flow-collection";
    if (!isStray) return [item];
    next.start.unshift(...item.start);
    return [];
  });
}
