import type { ServerResponse } from "node:http";
import type { KeptAnswer, Replays } from "./replays.ts";

/** Sent again with an answer; whatever else stood in its head is of its own request. */
const AGAIN: ReadonlySet<string> = new Set([
  "content-length",
  "cache-control",
  "x-accel-buffering",
  "x-modelmall-target",
  "x-modelmall-attempts",
]);

/** About what an answer needs beside its body, in bytes. */
const OVERHEAD_BYTES = 1_024;

/** An answer that is written down while it is sent. */
export interface Recording {
  /** All of it, where it came to its end and there was room for it; what was not taken over is given back. */
  finish(isToKeep: (status: number) => boolean): KeptAnswer | undefined;
}

/**
 * Writes an answer down on its way to the client. It listens at the response itself, so that whoever is not recorded pays
 * nothing for it.
 */
export function recordAnswer(response: ServerResponse, replays: Replays): Recording {
  const { writeHead, write, end } = response;
  let head: readonly unknown[] = [];
  let parts: Buffer[] | undefined = [];
  let bytes = 0;
  let isWhole = false;
  const giveUp = () => {
    replays.free(bytes);
    bytes = 0;
    parts = undefined;
  };
  const hold = (more: number) => {
    if (bytes + more <= replays.maxAnswerBytes && replays.take(more)) bytes += more;
    else giveUp();
  };
  const keep = ([part, encoding]: readonly unknown[]) => {
    if (parts === undefined || (typeof part !== "string" && !(part instanceof Uint8Array))) return;
    const isEncoded = typeof part === "string" && typeof encoding === "string";
    const copy = isEncoded ? Buffer.from(part, encoding as BufferEncoding) : Buffer.from(part); // what was written with it
    hold(copy.length);
    parts?.push(copy);
  };
  hold(OVERHEAD_BYTES);
  Object.assign(response, {
    writeHead(...said: readonly unknown[]) {
      head = said.find(Array.isArray) ?? [];
      return Reflect.apply(writeHead, response, said);
    },
    write(...said: readonly unknown[]) {
      keep(said);
      return Reflect.apply(write, response, said);
    },
    end(...said: readonly unknown[]) {
      if (!isWhole) keep(said);
      isWhole = true;
      return Reflect.apply(end, response, said);
    },
  });
  return {
    finish(isToKeep) {
      if (parts === undefined || !isWhole || !isToKeep(response.statusCode)) {
        giveUp();
        return undefined;
      }
      return { status: response.statusCode, ...headersOf(head), body: Buffer.concat(parts), bytes };
    },
  };
}

function headersOf(head: readonly unknown[]): Pick<KeptAnswer, "contentType" | "headers"> {
  let contentType = "application/json";
  const headers: string[] = [];
  for (let at = 0; at + 1 < head.length; at += 2) {
    const [name, value] = [String(head[at]), String(head[at + 1])];
    if (name === "content-type") contentType = value;
    else if (AGAIN.has(name)) headers.push(name, value);
  }
  return { contentType, headers };
}
