import { once } from "node:events";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { Connections } from "../../src/server/connections.ts";

const someOf = (count: number) => {
  const connections = new Connections();
  const sockets = Array.from({ length: count }, () => new Socket());
  for (const socket of sockets) connections.add(socket);
  return { connections, sockets };
};

describe("the connections of a server", () => {
  it("are idle while nothing of theirs is answered, however many requests one has at once", () => {
    const { connections, sockets } = someOf(2);
    const [busy, free] = sockets as [Socket, Socket];
    connections.began(busy);
    connections.began(busy);
    expect(connections.idle).toEqual([free]);
    connections.ended(busy);
    expect(connections.idle).toEqual([free]);
    connections.ended(busy);
    expect(connections.idle).toEqual([busy, free]);
  });

  it("are forgotten with their end, also by an answer that ends after it", async () => {
    const { connections, sockets } = someOf(1);
    const [socket] = sockets as [Socket];
    connections.began(socket);
    socket.destroy();
    await once(socket, "close");
    connections.ended(socket);
    expect(connections.idle).toEqual([]);
  });

  it("are sending while an answer waits to be written", () => {
    const { connections, sockets } = someOf(1);
    const [socket] = sockets as [Socket];
    expect(connections.areSending).toBe(false);
    socket.cork();
    socket.write("x");
    expect(connections.areSending).toBe(false);
    connections.began(socket);
    expect(connections.areSending).toBe(true);
    socket.destroy();
  });
});
