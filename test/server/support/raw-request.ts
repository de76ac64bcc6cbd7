import { connect, type Socket } from "node:net";

/** What came back on a connection. */
export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends bytes as they are and reads until the other side closes, or a whole answer with a `content-length` has come. */
export function rawRequest(port: number, text: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let got = "";
    const finish = () => {
      socket.destroy();
      const [head = "", ...rest] = got.split("\r\n\r\n");
      resolve({
        status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0),
        head: head.toLowerCase(),
        body: rest.join("\r\n\r\n"),
      });
    };
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      got += chunk;
      const end = got.indexOf("\r\n\r\n");
      const length = /content-length: (\d+)/i.exec(got)?.[1];
      const isHead = /^HEAD /.test(text);
      if (end !== -1 && length !== undefined && (isHead || Buffer.byteLength(got.slice(end + 4)) >= Number(length)))
        finish();
      else if (end !== -1 && /^HTTP\/1\.1 204/.test(got)) finish();
    });
    socket.on("end", finish);
    socket.on("error", reject);
  });
}

/** Connections to a port that are open. */
export async function openConnections(port: number, count: number, hello: string): Promise<Socket[]> {
  return Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<Socket>((resolve, reject) => {
          const socket = connect(port, "127.0.0.1", () => {
            socket.write(hello);
            resolve(socket);
          });
          socket.on("error", reject);
        }),
    ),
  );
}

/** Sends bytes as they are, and gives everything that comes until the other side closes. */
export function rawConversation(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text, "latin1"));
    let got = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      got += chunk;
    });
    socket.on("close", () => resolve(got));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "ECONNRESET") reject(error);
    });
  });
}

/** The status of each answer in a conversation. */
export function statusesIn(conversation: string): number[] {
  return Array.from(conversation.matchAll(/HTTP\/1\.1 (\d{3}) /g), ([, status]) => Number(status));
}
