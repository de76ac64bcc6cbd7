import { untilAborted } from "./until-aborted.ts";

/** The part of a `ReadableStream` of bytes that is needed to read it. */
export interface ByteStream {
  getReader(): {
    read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
    cancel(reason?: unknown): Promise<unknown>;
  };
}

/** The decoded bytes of a stream, or `undefined` as soon as they are more than `maxBytes`; the stream is ended either way. */
export async function readCapped(body: ByteStream, maxBytes: number, signal: AbortSignal): Promise<Buffer | undefined> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await untilAborted(reader.read(), signal);
      if (done) {
        ended = true;
        return Buffer.concat(chunks, size);
      }
      if (value === undefined) continue;
      size += value.byteLength;
      if (size > maxBytes) return undefined;
      chunks.push(value);
    }
  } finally {
    // Not awaited: a stream that does not end when asked must not hold us.
    if (!ended) reader.cancel().catch(() => undefined);
  }
}
