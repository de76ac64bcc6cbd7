/** Headers by lower-case name. */
export type Headers = Readonly<Record<string, string>>;

interface Merged {
  readonly added: readonly (Headers | undefined)[];
  readonly result: Headers;
}

/**
 * Lays headers over each other, the later win. One call mostly sends what the one before it sent: the last result is
 * kept for each first argument, and given again, frozen.
 */
export function createHeaderMerge(): (own: Headers, ...added: readonly (Headers | undefined)[]) => Headers {
  const last = new WeakMap<Headers, Merged>();
  return (own, ...added) => {
    const before = last.get(own);
    if (before !== undefined && areSame(added, before.added)) return before.result;
    const result = Object.freeze(Object.assign({}, own, ...added)) as Headers;
    last.set(own, { added, result });
    return result;
  };
}

function areSame(added: Merged["added"], before: Merged["added"]): boolean {
  for (let at = 0; at < added.length; at += 1) if (!isSame(added[at], before[at])) return false;
  return true;
}

function isSame(a: Headers | undefined, b: Headers | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  let names = 0;
  for (const name in a) {
    if (a[name] !== b[name]) return false;
    names += 1;
  }
  for (const _ in b) names -= 1;
  return names === 0;
}
