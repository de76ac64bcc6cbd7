const KEYS = /\b(?:sk|pk|rk|gsk|xai|hf|r8|key|tgp|csk|fw|AIza)[-_][\w-]{8,}|\bAIza[\w-]{20,}/g;
const BEARERS = /\b(bearer|basic)\s+\S+/gi;
const URLS = /\b(https?:\/\/)(?:[^\s/@]*@)?([^\s?#]*)[^\s]*/gi;

/** A text of foreign origin without what looks like a key, a credential or a URL's query; on one line, at most 300 characters. */
export function redactText(text: string): string {
  const hidden = text.slice(0, 2_000).replace(URLS, "$1$2").replace(BEARERS, "$1 …").replace(KEYS, "…");
  return hidden
    .replace(/\p{C}+/gu, " ")
    .trim()
    .slice(0, 300);
}

/** An address as it may be shown: origin and path, without user, password and query. */
export function redactUrl(url: string | URL): string {
  if (!URL.canParse(String(url))) return redactText(String(url).replace(/[?#].*$/s, ""));
  const { origin, pathname, protocol } = new URL(url);
  return origin === "null" ? `${protocol}…` : `${origin}${pathname === "/" ? "" : pathname}`;
}
