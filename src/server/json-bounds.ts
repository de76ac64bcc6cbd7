const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** How much a JSON text may hold. */
export interface JsonBounds {
  /** Lists and objects within each other. */
  readonly depth: number;
  /** Lists, objects, and what is parted by commas in them: about as many values as it has. */
  readonly values: number;
}

/**
 * Which bound a JSON text goes beyond, told from its bytes: what it would become is never built. A body of a few bytes for
 * each value keeps whoever parses and reads it busy for seconds, one of the same size that is text for milliseconds.
 */
export function brokenBound(json: Uint8Array, { depth, values }: JsonBounds): keyof JsonBounds | undefined {
  let open = 0;
  let seen = 0;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) {
      at = endOfString(json, at);
      if (at === -1) return undefined; // no JSON at all; its parser says so
    } else if (byte === 0x5b || byte === 0x7b) {
      open += 1;
      seen += 1;
      if (open > depth) return "depth";
      if (seen > values) return "values";
    } else if (byte === 0x5d || byte === 0x7d) {
      open -= 1;
    } else if (byte === 0x2c) {
      seen += 1;
      if (seen > values) return "values";
    }
  }
  return undefined;
}

/** Where the string that begins at a quote ends; found natively, for most of a body is text. */
function endOfString(json: Uint8Array, start: number): number {
  let end = json.indexOf(QUOTE, start + 1);
  while (end !== -1 && isEscaped(json, end)) end = json.indexOf(QUOTE, end + 1);
  return end;
}

function isEscaped(json: Uint8Array, at: number): boolean {
  let backslashes = 0;
  while (json[at - 1 - backslashes] === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}
