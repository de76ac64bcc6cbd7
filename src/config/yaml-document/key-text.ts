import { isScalar, isSeq, Scalar } from "yaml";

/**
 * The text of a key as it is written, so that `3.5:` is "3.5"; a list of one plain word, which is how a template writes
 * a name to be filled in (`[model_name]:`), is that word in brackets. `undefined` for any other key.
 */
export function keyText(key: unknown): string | undefined {
  if (key === null) return "";
  if (isScalar(key)) return key.source ?? "";
  if (!isSeq(key) || key.items.length !== 1 || key.tag !== undefined) return undefined;
  const [item] = key.items;
  return isScalar(item) && item.type === Scalar.PLAIN ? `[${item.source}]` : undefined;
}
