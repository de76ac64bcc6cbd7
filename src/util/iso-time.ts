/** ISO 8601 from seconds since 1970; nothing for 0, which services send for "unknown". */
export function isoTime(seconds: number | null | undefined): string | undefined {
  if (!seconds) return undefined;
  const time = new Date(seconds * 1_000);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
