/** What the ids begin with that stand in where Ollama gave none; it is never sent one of them. */
const STAND_IN = "ollama_";

/**
 * An id for a call that came without one: the same for the same answer, another for another, so that it stays unique
 * in a conversation.
 */
export function standInId(answer: string, name: string, index: number): string {
  return `${STAND_IN}${hashOf(`${answer} ${name}`)}_${index}`;
}

export function isStandIn(id: string): boolean {
  return id.startsWith(STAND_IN);
}

// FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/): short, and enough to tell two answers apart.
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
