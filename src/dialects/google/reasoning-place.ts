import type { ReasoningDetail } from "../../chat.ts";

/**
 * Where a piece of thinking stands among the pieces of a message's content, as its `id`: before the piece of that index,
 * or, for a signature alone, on it. Google wants what it signed back in its place.
 */
export function placeId(index: number): string {
  return `content[${index}]`;
}

/** The index a `placeId` names. */
export function placeOf({ id }: ReasoningDetail): number | undefined {
  const index = id === undefined ? undefined : /^content\[(\d{1,6})\]$/.exec(id)?.[1];
  return index === undefined ? undefined : Number(index);
}
