/** JSON up to its model's name; only plain values stand before it, so that the name is the object's own. */
const BEGINNING =
  /^(\s*\{\s*(?:"(?:[^"\\]|\\.)*"\s*:\s*(?:"(?:[^"\\]|\\.)*"|[\w.+-]+)\s*,\s*)*?"model"\s*:\s*)"(?:[^"\\]|\\.)*"/;
/** Characters that are looked through for it. */
const LONGEST_BEGINNING = 1_024;

/** How an object begins in JSON, as far as its model's name. */
export interface Beginning {
  /** With the name. */
  readonly theirs: string;
  /** What stands before the name. */
  readonly before: string;
}

/** How an object begins in JSON; `undefined` where the name of its model does not stand near. */
export function beginningOf(json: string): Beginning | undefined {
  const found = BEGINNING.exec(json.slice(0, LONGEST_BEGINNING));
  return found === null ? undefined : { theirs: found[0], before: found[1] ?? "" };
}

/**
 * An object in JSON as it was written, but for its model's name, and for what is added behind it; `undefined` where that
 * might not be its only name.
 */
export function renameModel(
  json: string,
  model: string,
  added?: { readonly at: number; readonly text: string },
): string | undefined {
  const beginning = beginningOf(json);
  if (beginning === undefined) return undefined;
  const { before, theirs } = beginning;
  if (json.includes('"model"', theirs.length)) return undefined;
  const begun = before + JSON.stringify(model);
  if (added === undefined) return begun + json.slice(theirs.length);
  if (added.at < theirs.length) return undefined;
  return begun + json.slice(theirs.length, added.at) + added.text + json.slice(added.at);
}
