/** Whether an address is the machine itself. */
export function isLoopback(url: string): boolean {
  const host = hostOf(url);
  return host !== undefined && (/^(?:.+\.)?localhost$/.test(host) || /^127\.[\d.]+$/.test(host) || isUnspecified(host));
}

/** Whether an address is in the user's own network, as far as it says so itself: a private range, or a name without a domain. */
export function isPrivateNetwork(url: string): boolean {
  const host = hostOf(url);
  if (host === undefined) return false;
  if (isLoopback(url)) return true;
  if (host.startsWith("[")) return /^\[f[cd][0-9a-f]{2}:|^\[fe[89ab][0-9a-f]:/.test(host);
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) {
    return /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(host);
  }
  // `.internal` is reserved for private use (ICANN, 2024), `.local` by RFC 6762, `home.arpa` by RFC 8375.
  return !host.includes(".") || /\.(?:local|internal|lan|home\.arpa)$/.test(host);
}

// A client that is sent to the unspecified address reaches the machine it runs on.
function isUnspecified(host: string): boolean {
  return host === "0.0.0.0" || host === "[::]" || host === "[::1]";
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, "") : undefined;
}
