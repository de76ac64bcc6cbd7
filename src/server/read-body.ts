import type { Awaitable } from "../util/awaitable.ts";
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
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/** A request's body as JSON. @throws {Refusal} for one that is too large, too deep, too crowded or no JSON */
export async function readJson(exchange: Exchange): Promise<unknown> {
  checkIsJson(exchange);
  return parseBody(await readBody(exchange));
}

/** @throws {Refusal} for a request whose body is said to be no JSON */
export function checkIsJson({ request }: Exchange): void {
  const { "content-type": type = "" } = request.headers;
  if (type !== "application/json" && !JSON_TYPE.test(type)) {
    throw new Refusal("unsupported_media_type", 'expected a body of JSON, with "content-type: application/json"');
  }
}

/** What a body holds. @throws {Refusal} for one that is too deep, too crowded or no JSON */
export function parseBody(body: Buffer): unknown {
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

/**
 * A request's body before it is its turn, at once where all of it has come; it is held until the request has been answered.
 * @throws {Refusal}
 */
export function readBytes(exchange: Exchange): Awaitable<Buffer> {
  const { request, response, parts, isGone } = exchange;
  const most = parts.maxBodyBytes;
  if (isGone) throw clientGone();
  const {
    "content-length": length,
    "content-encoding": encoding,
    expect,
    "transfer-encoding": coding,
  } = request.headers;
  // Of several Node undoes the last alone, and HTTP/1.0 has none (RFC 9112, 6.1).
  if (coding !== undefined && (coding.toLowerCase() !== "chunked" || request.httpVersion === "1.0")) {
    throw new Refusal("invalid_request", 'expected a body as it is or in chunks, by no other "transfer-encoding"');
  }
  if (encoding !== undefined && encoding.toLowerCase() !== "identity") {
    throw new Refusal("unsupported_media_type", "expected a body as it is, without a content-encoding");
  }
  if (length !== undefined && Number(length) > most) throw tooLarge(most);
  if (length !== undefined && !parts.bodies.hasRoom(Number(length))) throw tooMuchAtOnce();
  if (request.complete && request.readableLength <= most && parts.bodies.take(request.readableLength)) {
    exchange.heldBytes += request.readableLength;
    return (request.read() as Buffer | null) ?? EMPTY;
  }
  if (expect !== undefined) response.writeContinue();
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    // Taking listeners away again would cost more than a request that is over takes no notice of.
    let isOver = false;
    request.on("data", (chunk: Buffer) => {
      if (isOver) return;
      bytes += chunk.length;
      if (bytes <= most && parts.bodies.take(chunk.length)) {
        exchange.heldBytes += chunk.length;
        chunks.push(chunk);
        return;
      }
      isOver = true;
      chunks = [];
      reject(bytes > most ? tooLarge(most) : tooMuchAtOnce());
    });
    request.on("end", () => {
      if (isOver) return;
      isOver = true;
      const [only] = chunks;
      resolve(only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, bytes));
      // What is listened with stays as long as the request, and needs it no longer.
      chunks = [];
    });
    request.on("close", () => {
      if (isOver) return;
      isOver = true;
      reject(clientGone());
    });
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
