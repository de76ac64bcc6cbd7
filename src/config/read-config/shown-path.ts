import { isAbsolute, normalize, relative, resolve } from "node:path";

/** A path as messages show it: relative to the working folder where it is inside it, otherwise as it was given. */
export function shownPath(path: string, cwd: string): string {
  const inside = relative(cwd, resolve(cwd, path));
  const isInside = inside !== "" && !isAbsolute(inside) && !/^\.\.(?:[/\\]|$)/.test(inside);
  return isInside ? inside : normalize(path);
}
