import type { IncomingHttpHeaders } from "node:http";
import { Refusal } from "./refusal.ts";

/** Refuses requests that pages of other sites make; what is allowed gets the headers its browser asks for. */
export type OriginCheck = (headers: IncomingHttpHeaders) => readonly string[] | undefined;

const TOLD =
  "x-request-id, x-modelmall-target, x-modelmall-attempts, x-modelmall-cost-usd, x-modelmall-passed-over, retry-after, request-id, x-should-retry, idempotent-replayed";

/**
 * Whatever names an origin comes from a browser; only those on the list may. There is never a `*`
 * (https://developer.mozilla.org/docs/Web/HTTP/CORS).
 */
export function createOriginCheck(allowed: readonly string[]): OriginCheck {
  const known = new Map(
    allowed.map((origin) => [
      origin.toLowerCase().replace(/\/$/, ""),
      [
        "access-control-allow-origin",
        origin.replace(/\/$/, ""),
        "access-control-expose-headers",
        TOLD,
        "vary",
        "origin",
      ],
    ]),
  );
  return ({ origin }) => {
    if (origin === undefined) return undefined;
    const headers = known.get(origin.toLowerCase());
    if (headers !== undefined) return headers;
    throw new Refusal("origin_refused", "pages of this origin may not call the gateway; add it to its allowed origins");
  };
}

/** The headers that answer a browser's question whether it may send a request with headers of its own. */
export function preflightHeaders(headers: IncomingHttpHeaders, methods: string): string[] {
  const asked = headers["access-control-request-headers"] ?? "";
  const names = /^[\w\s,-]{0,2000}$/.test(asked) ? asked : "";
  return [
    "access-control-allow-methods",
    methods,
    "access-control-allow-headers",
    names,
    "access-control-max-age",
    "600",
  ];
}
