/**
 * Whether two names are spellings of one model's name: case, dots between digits written as dashes, a path or a
 * region word in front. A date, `latest`, or any other word at the end makes another model of it.
 */
export function isSameName(a: string, b: string): boolean {
  return spellingOf(a) === spellingOf(b);
}

/** What all spellings of a name have in common. */
export function spellingOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/^(?:accounts\/fireworks\/(?:models|routers)\/|x-ai\/|regional\.)/, "")
    .replace(/(?<=\d)\.(?=\d)/g, "-");
}

/** Whether a name is another with a date behind it: a snapshot its provider keeps. */
export function isSnapshotOf(name: string, base: string): boolean {
  return name.startsWith(base) && /^-(?:\d{8}|\d{4}-\d{2}-\d{2})$/.test(name.slice(base.length));
}
