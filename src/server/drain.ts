import type { Server } from "node:http";
import type { ServerParts } from "./parts.ts";

/** How a server is closed. */
export interface DrainOptions {
  readonly parts: ServerParts;
  /** How long requests have to be answered, in milliseconds. */
  readonly drainMs: number;
}

/** A request may be on its way on a connection that has none yet: it is told to come again rather than cut off. */
const GRACE_MS = 100;

/** Takes no more connections, lets what runs end, and cuts off what does not. */
export async function drain(server: Server, { parts, drainMs }: DrainOptions): Promise<void> {
  const { clock, connections } = parts;
  // Node takes an answer that is ended for one that is sent, and would cut off what is still being read of it.
  if (connections.areSending) server.closeIdleConnections = () => undefined;
  // Else it closes those kept for another request by itself, but waits for those that never had one.
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const closeUnused = () => {
    for (const connection of connections.idle) connection.destroy();
  };
  const timers = [
    clock.after(GRACE_MS, closeUnused, { keepAlive: true }),
    clock.after(drainMs, () => server.closeAllConnections(), { keepAlive: true }),
  ];
  await closed;
  for (const cancel of timers) cancel();
  if (parts.handled === 0) return;
  // Nobody waits for their answers any longer, but whoever closes the router next should find it idle.
  await new Promise<void>((resolve) => {
    parts.onIdle = resolve;
  });
}
