// Models before Gemini 3 give their function calls no ids; what stands in for one has a form no service uses.
const MADE = /^gcall_/;

/**
 * An id for a function call that came without one: the same each time the same answer is read, and another in every
 * answer of a conversation, since each has a response id of its own.
 */
export function makeCallId(responseId: string | undefined, index: number): string {
  const place = responseId?.replace(/[^\w-]/g, "").slice(0, 24);
  return place === undefined || place === "" ? `gcall_${index}` : `gcall_${place}_${index}`;
}

/** Whether an id was made here, so that Google knows nothing of it. */
export function isMadeId(id: string): boolean {
  return MADE.test(id);
}
