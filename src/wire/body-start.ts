/** The white space of JSON, and the bytes of a byte order mark. */
const BLANKS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf]);
/** `{` and `[` of JSON, `<` of a page: no field of an event begins with these. */
const BODY_STARTS: ReadonlySet<number> = new Set([0x7b, 0x5b, 0x3c]);

/** How many blanks bytes begin with. */
export function blanksIn(bytes: Buffer): number {
  let count = 0;
  while (count < bytes.length && BLANKS.has(bytes[count] as number)) count += 1;
  return count;
}

/** Whether what begins with a byte is no stream of events, but JSON or a page. */
export function beginsBody(byte: number): boolean {
  return BODY_STARTS.has(byte);
}
