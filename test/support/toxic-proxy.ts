import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** What a bad network does to an answer. */
export type Toxic =
  | { kind: "none" }
  /** Every piece comes so much later. */
  | { kind: "latency"; ms: number }
  /** Every piece comes later by up to so much, never in another order. */
  | { kind: "jitter"; ms: number }
  | { kind: "bandwidth"; bytesPerMs: number }
  /** The end of the connection comes so much later. */
  | { kind: "slow close"; ms: number }
  /** Nothing more comes, and nothing ends. */
  | { kind: "stall" }
  /** The connection is reset. */
  | { kind: "reset" }
  /** Every byte comes in a packet of its own. */
  | { kind: "slices" }
  /** The connection is ended, as if all were said. */
  | { kind: "cut" };

export interface ToxicProxy extends AsyncDisposable {
  url: string;
  /** How many connections it has open. */
  open(): number;
}

/**
 * A TCP proxy on 127.0.0.1 before a server, whose answers suffer from the byte on that `from` finds in what has come
 * so far (`undefined`: not yet); from the connection on where it is left out.
 */
export async function startToxicProxy(
  target: string,
  toxic: Toxic,
  from: (answer: Buffer) => number | undefined = () => 0,
): Promise<ToxicProxy> {
  const { port } = new URL(target);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket.setNoDelay(true));
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((client) => {
    keep(client);
    const upstream = keep(connect(Number(port), "127.0.0.1"));
    client.on("close", () => upstream.destroy());
    if (from(Buffer.alloc(0)) === 0 && toxic.kind === "reset") return void client.resetAndDestroy();
    if (from(Buffer.alloc(0)) === 0 && toxic.kind === "cut") return void client.end();
    client.pipe(upstream);
    void carry(upstream, client, toxic, from).catch(() => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open: () => sockets.size,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function carry(
  upstream: Socket,
  client: Socket,
  toxic: Toxic,
  from: (answer: Buffer) => number | undefined,
): Promise<void> {
  let answer: Buffer = Buffer.alloc(0);
  let place = from(answer);
  for await (const piece of upstream as AsyncIterable<Buffer>) {
    const before = answer.length;
    if (place === undefined) {
      answer = Buffer.concat([answer, piece]);
      place = from(answer);
    } else answer = Buffer.concat([answer, piece]);
    const healthy = Math.min(Math.max((place ?? answer.length) - before, 0), piece.length);
    if (healthy > 0) await write(client, piece.subarray(0, healthy));
    const rest = piece.subarray(healthy);
    const ends = place !== undefined && answer.length >= place;
    if ((rest.length > 0 || ends) && !(await suffer(client, rest, toxic))) return;
  }
  if (toxic.kind === "slow close") await later(toxic.ms);
  client.end();
}

/** Sends a piece on as the toxic has it; whether anything may follow. */
async function suffer(client: Socket, piece: Buffer, toxic: Toxic): Promise<boolean> {
  switch (toxic.kind) {
    case "stall":
      return false;
    case "reset":
      client.resetAndDestroy();
      return false;
    case "cut":
      client.end();
      return false;
    case "latency":
      await later(toxic.ms);
      break;
    case "jitter":
      await later((piece.length * 7_919) % (toxic.ms + 1));
      break;
    case "bandwidth":
      await later(piece.length / toxic.bytesPerMs);
      break;
    case "slices":
      for (const byte of piece) {
        await write(client, Buffer.of(byte));
        await new Promise((resolve) => setImmediate(resolve));
      }
      return true;
  }
  if (piece.length > 0) await write(client, piece);
  return true;
}

function write(socket: Socket, piece: Buffer): Promise<unknown> {
  return new Promise((resolve) => {
    if (socket.destroyed) resolve(undefined);
    else socket.write(piece, resolve);
  });
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
