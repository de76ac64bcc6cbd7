import { Refusal } from "./refusal.ts";

/** What a request asks for, as its first line says: read once, for everything that depends on it. */
export interface RequestTarget {
  readonly path: string;
  /** What stands behind the `?`. */
  readonly query: string;
}

/** @throws {Refusal} for what is no path: a whole address, or `*` */
export function readTarget(url: string | undefined): RequestTarget {
  if (url === undefined || !url.startsWith("/") || url.includes("#")) {
    throw new Refusal("invalid_request", "the request's target is no path; expected one that begins with /");
  }
  const mark = url.indexOf("?");
  return mark === -1 ? { path: url, query: "" } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}
