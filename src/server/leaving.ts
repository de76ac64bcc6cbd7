import type { Socket } from "node:net";

const LEAVING = Symbol("leaving");

type Left = Socket & { [LEAVING]?: AbortController };

/**
 * What ends all that is done for a client when it leaves: whoever leaves one answer of HTTP/1.1 leaves its connection, so
 * there is one for each connection. One for each request would cost more than reading and answering it: Node keeps every
 * `AbortSignal`, and all that hangs on it, until a full collection.
 */
export function leavingOf(connection: Left): AbortController {
  connection[LEAVING] ??= new AbortController();
  return connection[LEAVING];
}
