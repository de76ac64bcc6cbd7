import { type AddressInfo, createServer, type Socket } from "node:net";

export interface RawServer extends AsyncDisposable {
  url: string;
  port: number;
  /** Every connection it has had. */
  connections: Socket[];
  /** The next connection. */
  connected(): Promise<Socket>;
}

/** A TCP server on 127.0.0.1 that does with each connection what it is told, which may be no HTTP at all. */
export async function startRawServer(serve: (socket: Socket) => void = () => undefined): Promise<RawServer> {
  const connections: Socket[] = [];
  const waiting: ((socket: Socket) => void)[] = [];
  const server = createServer((socket) => {
    connections.push(socket.setNoDelay(true));
    socket.on("error", () => undefined);
    serve(socket);
    for (const resolve of waiting.splice(0)) resolve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    connections,
    connected: () => new Promise((resolve) => waiting.push(resolve)),
    [Symbol.asyncDispose]: async () => {
      for (const socket of connections) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Resolves when a connection has ended, in whatever way. */
export function ended(socket: Socket): Promise<void> {
  return socket.closed ? Promise.resolve() : new Promise((resolve) => socket.once("close", () => resolve()));
}
