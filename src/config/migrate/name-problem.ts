/** Why something cannot be the name of an exposed model; `undefined` when it can. */
export function nameProblem(name: unknown): string | undefined {
  if (typeof name !== "string" && typeof name !== "number") return "no name of a model";
  const text = String(name).trim();
  if (text === "") return "no name of a model";
  if (/[\s\p{C}]/u.test(text) || text.length > 256) {
    return "a name here has 1 to 256 characters and no spaces, so callers would have to use another";
  }
  return (text.match(/\*/g)?.length ?? 0) > 1 ? 'a name may hold one "*", not several' : undefined;
}
