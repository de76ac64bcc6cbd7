import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterEach, expect } from "vitest";
import { CallError } from "../../../src/call-error.ts";
import { createWire } from "../../../src/wire/create-wire.ts";
import type { Wire, WireOptions, WireRequest } from "../../../src/wire.ts";

/** A key that must never be shown. */
export const key = "sk-canary-0123456789";
export const options = { target: "acme/m", secrets: [key] } satisfies WireOptions;
/** Times that are never up. */
export const never = { connectMs: Number.POSITIVE_INFINITY, firstContentMs: 1e12, idleMs: 1e12, totalMs: 1e12 };

const wires: Wire[] = [];
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await Promise.all(wires.splice(0).map((wire) => wire.close()));
});

/** A wire that is closed after the test. */
export function newWire(env: Record<string, string> = {}): Wire {
  const wire = createWire({ env });
  wires.push(wire);
  return wire;
}

/** A server that is ended after the test. */
export async function serve(listener: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

export const post = (url: string, more: Partial<WireRequest> = {}): WireRequest => ({
  method: "POST",
  url,
  headers: { authorization: `Bearer ${key}` },
  body: "{}",
  ...more,
});

/** The error a call ends with; it shows no key. */
export async function failure(call: unknown): Promise<CallError> {
  const error = await Promise.resolve(call).then(
    () => new Error("it went well"),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CallError);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(key);
  return error as CallError;
}
