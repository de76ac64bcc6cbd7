/** The parts of a target, split at its first slash; `undefined` for what is no target. */
export function splitTarget(target: string): { backend: string; model: string } | undefined {
  const slash = target.indexOf("/");
  if (slash <= 0 || slash === target.length - 1) return undefined;
  return { backend: target.slice(0, slash), model: target.slice(slash + 1) };
}
