/** What a `data:` URL in base64 holds. */
export interface DataUrl {
  /** Lower case, without parameters; empty where it tells none. */
  readonly mediaType: string;
  readonly base64: string;
}

/** Reads a `data:` URL (RFC 2397); `undefined` for any other address. Percent-encoded ones are turned into base64. */
export function parseDataUrl(url: string): DataUrl | undefined {
  if (!/^data:/i.test(url.slice(0, 5))) return undefined;
  const comma = url.indexOf(",");
  if (comma < 0) return undefined;
  const head = url.slice(5, comma);
  const data = url.slice(comma + 1);
  const mediaType = (head.split(";", 1)[0] ?? "").trim().toLowerCase();
  if (/;\s*base64\s*$/i.test(head)) return { mediaType, base64: data };
  return { mediaType, base64: Buffer.from(percentDecoded(data)).toString("base64") };
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const SIGNATURES: readonly (readonly [start: string, mediaType: string])[] = [
  ["iVBORw0KGgo", "image/png"],
  ["/9j/", "image/jpeg"],
  ["R0lGOD", "image/gif"],
  ["UklGR", "image/webp"],
  ["Qk", "image/bmp"],
];

/** What kind of image base64 holds, by its first bytes; PNG where they tell nothing. */
export function imageTypeOf(base64: string): string {
  return SIGNATURES.find(([start]) => base64.startsWith(start))?.[1] ?? "image/png";
}
