import { hash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { ServerKey } from "../server.ts";
import { Refusal } from "./refusal.ts";

/** Who calls, by the key he brings. @throws {Refusal} where he brings none that is known */
export type Authenticate = (headers: IncomingHttpHeaders) => string;

/**
 * Knows clients by their keys. Only digests are kept and compared, each to its end, so neither the time it takes nor a
 * look at memory tells a key.
 */
export function createAuthentication(keys: readonly ServerKey[]): Authenticate {
  const known = keys.map(({ name, secret }) => ({ name, digest: hash("sha256", secret.reveal(), "buffer") }));
  const presented = Buffer.alloc(DIGEST_BYTES);
  return (headers) => {
    const brought = keysIn(headers);
    if (brought.length === 0) {
      const message = 'a key is needed: send it as "authorization: Bearer …" or as "x-api-key"';
      throw new Refusal("missing_key", message, { headers: CHALLENGE });
    }
    let caller: string | undefined;
    for (const key of brought) {
      // A digest as bytes of its own would cost as much again as working it out.
      presented.write(hash("sha256", key, "binary"), "latin1");
      for (const one of known) if (timingSafeEqual(one.digest, presented)) caller ??= one.name;
    }
    if (caller !== undefined) return caller;
    throw new Refusal("invalid_key", "the key is not one of this gateway's", { headers: CHALLENGE });
  };
}

const DIGEST_BYTES = 32;
const CHALLENGE = ["www-authenticate", "Bearer"];

const NONE: readonly string[] = [];
const BEARER = /^bearer +\S+$/i;

function keysIn({ authorization, "x-api-key": apiKey }: IncomingHttpHeaders): readonly string[] {
  const other = typeof apiKey === "string" && apiKey !== "" ? [apiKey] : NONE;
  if (authorization === undefined || !BEARER.test(authorization)) return other;
  const bearer = [authorization.slice(authorization.lastIndexOf(" ") + 1)];
  return other.length === 0 ? bearer : bearer.concat(other);
}
