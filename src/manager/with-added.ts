/** A list with others joined to it; what is new comes first, so that the user's own word is only what he added. */
export function withAdded(there: readonly string[], added: readonly string[]): string[] {
  return [...new Set([...added.filter((member) => !there.includes(member)), ...there])];
}
