import { Refusal } from "./refusal.ts";

/** Refuses requests that were not meant for this server, by their `Host`. */
export type HostCheck = (rawHeaders: readonly string[]) => void;

const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];
const HOST = /^([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/;

/**
 * Lets pass what names this machine, or one of the names given (with a port: only that). A page on another site whose name
 * was made to point here (DNS rebinding) is stopped by it, whatever the server listens at.
 */
export function createHostCheck(names: readonly string[]): HostCheck {
  const known = new Set([...LOOPBACK_NAMES, ...names.map((name) => name.toLowerCase())]);
  // Nearly all requests come by the same name.
  let lastAllowed: string | undefined;
  return (rawHeaders) => {
    const written = onlyHost(rawHeaders);
    if (written === lastAllowed) return;
    const host = written.toLowerCase();
    const name = HOST.exec(host)?.[1];
    if (name === undefined) throw new Refusal("invalid_request", 'the "Host" header is no name and port');
    if (known.has(name) || known.has(host)) {
      lastAllowed = written;
      return;
    }
    throw new Refusal("host_refused", `this gateway is not served as ${host}; add that name to its allowed hosts`);
  };
}

/** @throws {Refusal} where there is none, or more than one */
function onlyHost(rawHeaders: readonly string[]): string {
  let found: string | undefined;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    if (name.length !== 4 || name.toLowerCase() !== "host") continue;
    if (found !== undefined) throw new Refusal("invalid_request", 'expected one "Host" header, got several');
    found = rawHeaders[at + 1];
  }
  if (found === undefined) throw new Refusal("invalid_request", 'expected a "Host" header');
  return found;
}
