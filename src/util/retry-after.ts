const LONGEST_MS = 24 * 60 * 60 * 1_000;

/**
 * How long a service asks to wait, in milliseconds, at most a day: `retry-after-ms`, else `retry-after` as seconds or
 * as a date (RFC 9110, 10.2.3).
 */
export function retryAfterMs(headers: { get(name: string): string | null }, now: Date): number | undefined {
  const milliseconds = readNumber(headers.get("retry-after-ms"));
  if (milliseconds !== undefined) return clamp(milliseconds);
  const text = headers.get("retry-after");
  const seconds = readNumber(text);
  if (seconds !== undefined) return clamp(seconds * 1_000);
  if (text === null || !/^[A-Za-z]{3}/.test(text.trim())) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : clamp(at - now.getTime());
}

function readNumber(text: string | null): number | undefined {
  return text !== null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

function clamp(milliseconds: number): number {
  return Math.round(Math.min(Math.max(milliseconds, 0), LONGEST_MS));
}
