import type { Client } from "undici";
import type { Environment } from "../util/env.ts";
import { createConnectors } from "./connector.ts";
import { proxyFor } from "./proxy.ts";

/** A connection that carries one exchange at a time, and is kept when that has ended well. */
export interface Connection {
  readonly client: Client;
  /** For the next exchange. */
  keep(): void;
  /** Ends it, also while it still connects. */
  end(): void;
}

/** Connections to any number of origins, each kept for the next call as long as the server allows. */
export interface Pools {
  /** One that is free, the last used first, or a new one. @throws {Error} for a proxy that is no address */
  take(origin: string): Connection;
  /** Ends what is idle; resolves when what is under way has ended too. */
  close(): Promise<void>;
}

/**
 * As many connections as there are exchanges: HTTP/1.1 answers one at a time, a stream holds its connection for
 * minutes, and how much is sent at once is for limits to say, not for a queue in here.
 */
export function createPools(undici: typeof import("undici"), env: Environment): Pools {
  const idle = new Map<string, Connection[]>();
  const all = new Set<Connection>();
  const connectors = createConnectors(undici);
  let onEmpty: (() => void) | undefined;

  const open = (origin: string): Connection => {
    const { connect, stop } = connectors(proxyFor(new URL(origin), env));
    const free = idle.get(origin) ?? [];
    idle.set(origin, free);
    // Their clocks are the exchange's; bytes over the limits are counted where they are read.
    const client = new undici.Client(origin, { connect, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
    const connection: Connection = {
      client,
      keep: () => {
        if (onEmpty !== undefined) connection.end();
        else free.push(connection);
      },
      end: () => {
        if (!all.delete(connection)) return;
        const place = free.lastIndexOf(connection);
        if (place >= 0) free.splice(place, 1);
        stop();
        client.destroy().catch(() => undefined);
        if (all.size === 0) onEmpty?.();
      },
    };
    // The server, or the time it is kept for, has ended an idle one.
    client.on("disconnect", () => {
      if (free.includes(connection)) connection.end();
    });
    all.add(connection);
    return connection;
  };

  return {
    take: (origin) => idle.get(origin)?.pop() ?? open(origin),
    close: () =>
      new Promise((resolve) => {
        const before = onEmpty;
        onEmpty = () => {
          before?.();
          resolve();
        };
        for (const free of idle.values()) for (const connection of [...free]) connection.end();
        if (all.size === 0) onEmpty();
      }),
  };
}
