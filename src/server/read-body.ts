import { parseInert } from "../util/inert-json.ts";
import type { Exchange } from "./exchange.ts";
import { brokenBound } from "./json-bounds.ts";
import { Refusal } from "./refusal.ts";

const BOUNDS = { depth: 128, values: 200_000 } as const;
const TOO_MUCH = {
  depth: `the body is nested deeper than ${BOUNDS.depth} levels`,
  values: `the body holds more than ${BOUNDS.values} values`,
} as const;
const COME_AGAIN_MS = 1_000;
const EMPTY = Buffer.alloc(0);

/** A request's body as JSON. @throws {Refusal} for one that is too large, too deep, too crowded or no JSON */
export async function readJson(exchange: Exchange): Promise<unknown> {
  const type = exchange.request.headers["content-type"] ?? "";
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new Refusal("unsupported_media_type", 'expected a body of JSON, with "content-type: application/json"');
  }
  const body = await readBody(exchange);
  const broken = brokenBound(body, BOUNDS);
  if (broken !== undefined) throw new Refusal("invalid_request", TOO_MUCH[broken]);
  try {
    return parseInert(body.toString());
  } catch {
    throw new Refusal("invalid_request", "the body is no valid JSON");
  }
}

/** A request's body, as large as is allowed, once it is the request's turn to be answered. @throws {Refusal} */
export async function readBody(exchange: Exchange): Promise<Buffer> {
  const body = exchange.body ?? (await readBytes(exchange));
  const turn = exchange.takeTurn();
  if (turn !== undefined) await turn;
  return body;
}

/** A request's body before it is its turn; it is held until the request has been answered. @throws {Refusal} */
export function readBytes(exchange: Exchange): Promise<Buffer> {
  const { request, response, parts, isGone } = exchange;
  const most = parts.maxBodyBytes;
  if (isGone) throw clientGone();
  const { "content-length": length, "content-encoding": encoding = "identity", expect } = request.headers;
  const { "transfer-encoding": coding } = request.headers;
  // Of several Node undoes the last alone, and HTTP/1.0 has none (RFC 9112, 6.1).
  if (coding !== undefined && (coding.toLowerCase() !== "chunked" || request.httpVersion === "1.0")) {
    throw new Refusal("invalid_request", 'expected a body as it is or in chunks, by no other "transfer-encoding"');
  }
  if (encoding.toLowerCase() !== "identity") {
    throw new Refusal("unsupported_media_type", "expected a body as it is, without a content-encoding");
  }
  if (length !== undefined && Number(length) > most) throw tooLarge(most);
  if (length !== undefined && !parts.bodies.hasRoom(Number(length))) throw tooMuchAtOnce();
  if (expect !== undefined) response.writeContinue();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const stop = () => {
      request.off("data", take);
      request.off("end", finish);
      request.off("close", leave);
    };
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= most && parts.bodies.take(chunk.length)) {
        exchange.heldBytes += chunk.length;
        chunks.push(chunk);
        return;
      }
      stop();
      request.resume();
      reject(bytes > most ? tooLarge(most) : tooMuchAtOnce());
    };
    const finish = () => {
      stop();
      const [first = EMPTY] = chunks;
      resolve(chunks.length <= 1 ? first : Buffer.concat(chunks, bytes));
    };
    const leave = () => {
      stop();
      reject(clientGone());
    };
    request.on("data", take);
    request.on("end", finish);
    request.on("close", leave);
  });
}

function tooLarge(most: number): Refusal {
  return new Refusal("request_too_large", `the body has more than the ${most} bytes that are allowed`);
}

function tooMuchAtOnce(): Refusal {
  const message = "the gateway holds as much of other requests as it may; try again shortly";
  return new Refusal("overloaded", message, { retryAfterMs: COME_AGAIN_MS });
}

function clientGone(): Refusal {
  return new Refusal("client_gone", "the client left before its request had come");
}
