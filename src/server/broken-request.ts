import type { Duplex } from "node:stream";

const STATUSES: ReadonlyMap<string, readonly [status: string, code: string, message: string]> = new Map([
  ["HPE_HEADER_OVERFLOW", ["431 Request Header Fields Too Large", "headers_too_large", "the headers are too large"]],
  ["ERR_HTTP_REQUEST_TIMEOUT", ["408 Request Timeout", "request_timeout", "the request did not come in time"]],
]);
const BROKEN = ["400 Bad Request", "invalid_request", "this is no valid HTTP request"] as const;

/** Answers what is no request, or does not become one in time; nothing of it is told back. */
export function answerBroken(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, code, message] = STATUSES.get(error.code ?? "") ?? BROKEN;
  const body = JSON.stringify({ error: { message, type: "invalid_request_error", param: null, code } });
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close`;
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy());
}
