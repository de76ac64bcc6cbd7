import type { Transform } from "node:stream";
import type { BrotliOptions, ZlibOptions } from "node:zlib";
import { CallError } from "../call-error.ts";
import type { ByteSource, Head } from "./exchange.ts";
import { wireFailure } from "./failure.ts";

/** How a body is compressed. */
export type Encoding = "gzip" | "br" | "deflate";

const NAMES = new Map<string, Encoding | undefined>([
  ["gzip", "gzip"],
  ["x-gzip", "gzip"],
  ["br", "br"],
  ["deflate", "deflate"],
  ["identity", undefined],
  ["", undefined],
]);

/**
 * How an answer is compressed; `undefined` where it is not.
 * @throws {CallError} `malformed_answer` for what nobody asked for, or more than one, which is how small bombs are made
 */
export function encodingOf({ headers }: Head, target: string): Encoding | undefined {
  const said = headers["content-encoding"];
  if (said === undefined) return undefined;
  const name = String(said).trim().toLowerCase();
  if (!NAMES.has(name)) {
    const shown = name.replace(/[^a-z, -]/g, "").slice(0, 40);
    throw wireFailure(
      "malformed_answer",
      target,
      `the answer has the content encoding "${shown}"; gzip or br was asked for`,
    );
  }
  return NAMES.get(name);
}

/** A whole body, decompressed. @throws {CallError} `answer_too_large`, `malformed_answer` */
export async function decompress(body: Buffer, encoding: Encoding, maxBytes: number, target: string): Promise<Buffer> {
  const zlib = await import("node:zlib");
  const options = { maxOutputLength: maxBytes };
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, decoded: Buffer) =>
      error === null ? resolve(decoded) : reject(decompressFailure(error, encoding, maxBytes, target));
    if (encoding === "gzip") zlib.gunzip(body, options, done);
    else if (encoding === "br") zlib.brotliDecompress(body, options, done);
    else if (isZlib(body)) zlib.inflate(body, options, done);
    else zlib.inflateRaw(body, options, done);
  });
}

/** A body decompressed piece by piece, each as soon as it can be read; never more of it at once than a piece gives. */
export function decompressed(source: ByteSource, encoding: Encoding, target: string): ByteSource & { end(): void } {
  let pieces: AsyncIterator<Buffer> | undefined;
  let stream: Transform | undefined;
  let ready: Buffer | undefined;
  let failure: unknown;

  const open = async () => {
    const zlib = await import("node:zlib");
    const first = await nextPiece(source);
    stream = createStream(zlib, encoding, first);
    // Whoever reads is told; an error between two readings is nobody's.
    stream.on("error", () => undefined);
    pump(source, first, stream).catch((error: unknown) => {
      failure = error;
      // What is decompressed already is read first, unless nobody wants it any more.
      if (error instanceof CallError && error.code === "aborted") stream?.destroy();
      else stream?.push(null);
    });
    return stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  };
  return {
    take() {
      const piece = ready;
      ready = undefined;
      return piece;
    },
    async wait() {
      pieces ??= await open();
      try {
        const { done, value } = await pieces.next();
        if (done === true && failure !== undefined) throw failure;
        ready = value;
        return done !== true;
      } catch (error) {
        throw failure ?? decompressFailure(error as Error, encoding, 0, target);
      }
    },
    end: () => void stream?.destroy(),
  };
}

async function pump(source: ByteSource, first: Buffer | undefined, stream: Transform): Promise<void> {
  for (let piece = first; piece !== undefined; piece = await nextPiece(source)) {
    if (stream.destroyed) return;
    await new Promise<void>((resolve) => {
      stream.once("close", resolve);
      stream.write(piece, () => {
        stream.removeListener("close", resolve);
        resolve();
      });
    });
  }
  stream.end();
}

async function nextPiece(source: ByteSource): Promise<Buffer | undefined> {
  const piece = source.take();
  if (piece !== undefined) return piece;
  return (await source.wait()) ? source.take() : undefined;
}

function createStream(zlib: typeof import("node:zlib"), encoding: Encoding, first: Buffer | undefined): Transform {
  const { BROTLI_OPERATION_FLUSH, Z_SYNC_FLUSH } = zlib.constants;
  const brotli: BrotliOptions = { flush: BROTLI_OPERATION_FLUSH };
  const options: ZlibOptions = { flush: Z_SYNC_FLUSH };
  if (encoding === "br") return zlib.createBrotliDecompress(brotli);
  if (encoding === "gzip") return zlib.createGunzip(options);
  return first === undefined || isZlib(first) ? zlib.createInflate(options) : zlib.createInflateRaw(options);
}

// "deflate" is zlib's format (RFC 9110, 8.4.1.2), and some servers' bare one: the first byte tells them apart.
function isZlib(body: Buffer): boolean {
  return ((body[0] ?? 0) & 0x0f) === 8;
}

function decompressFailure(error: Error, encoding: Encoding, maxBytes: number, target: string): Error {
  const code = "code" in error ? error.code : undefined;
  if (code === "ERR_BUFFER_TOO_LARGE") {
    return wireFailure("answer_too_large", target, `the answer is larger than ${maxBytes} bytes`);
  }
  // The end is missing.
  if (code === "Z_BUF_ERROR") return wireFailure("stream_truncated", target, "the compressed answer breaks off");
  return wireFailure("malformed_answer", target, `the answer says it is ${encoding} and is not`);
}
