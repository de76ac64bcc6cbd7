const UNKNOWN = "?";
const NOT_APPLICABLE = "\u2013";

/** Tokens for people: `128k`, `1.05M`; `?` is unknown, `–` does not apply. */
export function formatTokens(tokens: number | null | undefined): string {
  if (tokens === undefined) return UNKNOWN;
  if (tokens === null) return NOT_APPLICABLE;
  if (tokens < 1_000) return String(tokens);
  if (tokens < 999_500) return `${trimmed(tokens / 1_000, tokens < 10_000 ? 1 : 0)}k`;
  return `${trimmed(tokens / 1_000_000, 2)}M`;
}

/** USD for people: at least two decimals, as many more as the price has; `?` is unknown, `–` does not apply. */
export function formatPrice(usd: number | null | undefined): string {
  if (usd === undefined) return UNKNOWN;
  if (usd === null) return NOT_APPLICABLE;
  if (usd === 0) return "0";
  const decimals = String(usd).includes("e") ? 12 : (String(usd).split(".")[1]?.length ?? 0);
  return usd.toFixed(Math.min(Math.max(decimals, 2), usd < 0.001 ? 8 : 4));
}

/** A count with its noun: `1 model`, `1,012 models`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

/** Any value on one line; text as it is, data as JSON. */
export function formatValue(value: unknown): string {
  if (value === undefined) return UNKNOWN;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The value of a field for people: prices and tokens in their own way, lists without brackets. */
export function formatFact(path: string, value: unknown): string {
  if (value === undefined) return UNKNOWN;
  if (value === null) return NOT_APPLICABLE;
  if (typeof value === "number") {
    if (path.startsWith("pricing.")) return formatPrice(value);
    return /(?:Window|Tokens)$/.test(path) ? formatTokens(value) : String(value);
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    return value.length === 0 ? "none" : value.join(" ");
  }
  return formatValue(value);
}

/** Milliseconds for people: `40 ms`, `1.2 s`. */
export function formatDuration(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

/** How long ago a moment was: `3 minutes ago`; of what is not past, the moment itself. */
export function formatAge(moment: string, now = Date.now()): string {
  const seconds = Math.round((now - Date.parse(moment)) / 1_000);
  if (!(seconds >= 0)) return moment;
  const [unit, size] = AGES.find(([, length]) => seconds >= length * 1.5) ?? ["second", 1];
  return `${counted(Math.round(seconds / size), unit)} ago`;
}

const AGES = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

function trimmed(value: number, decimals: number): string {
  return value
    .toFixed(decimals)
    .replace(/\.?0+$/, (zeros) => (zeros.startsWith(".") ? "" : decimals === 0 ? zeros : ""));
}
