import { isIPv6 } from "node:net";
import { InvalidInputError } from "../errors.ts";
import type { ServerKey } from "../server.ts";

const SHORTEST_SECRET = 16;

/** Whether only this machine can reach an address. */
export function isLoopbackAddress(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\]|::ffff:127(?:\.\d{1,3}){3})$/i.test(host);
}

/** Whether an address stands for every one this machine has, and so is no name to reach it by. */
export function isUnspecified(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

/** @throws {InvalidInputError} where others could reach the server and nothing would stop them */
export function checkAddress(host: string, keys: readonly ServerKey[]): void {
  if (isLoopbackAddress(host)) return;
  if (keys.length === 0) {
    const message = `${host} can be reached from other machines: give at least one key, or listen at 127.0.0.1`;
    throw new InvalidInputError("serve", [{ path: "keys", message }]);
  }
  for (const { name, secret } of keys) {
    if (secret.reveal().length >= SHORTEST_SECRET) continue;
    const message = `the key of ${JSON.stringify(name)} is too short to be served at ${host}: expected at least ${SHORTEST_SECRET} characters; \`openssl rand -hex 32\` makes a good one`;
    throw new InvalidInputError("serve", [{ path: "keys", message }]);
  }
}

/** A host as it stands in a URL. */
export function hostInUrl(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}
