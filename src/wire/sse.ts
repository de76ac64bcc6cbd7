import type { WireEvent } from "../dialect.ts";
import { beginsBody, blanksIn } from "./body-start.ts";
import { DEFAULT_MAX_EVENT_BYTES, type EventParser, type EventParserOptions, eventTooLarge } from "./event-parser.ts";
import { PendingBytes } from "./pending-bytes.ts";

const LF = 10;
const CR = 13;
/** What stands before the data of a line: `data: `. */
const PREFIX = 6;

/**
 * Server-sent events as browsers read them (https://html.spec.whatwg.org/multipage/server-sent-events.html, 9.2.6);
 * `id` and `retry` are for those who connect again, which nobody does here. What is no stream at all, but JSON or a page
 * (a server that does not stream, or tells a failure with status 200), is one event, marked as such.
 */
export function createSseParser({ target, maxEventBytes = DEFAULT_MAX_EVENT_BYTES }: EventParserOptions): EventParser {
  const pending = new PendingBytes();
  const maxLineBytes = maxEventBytes + PREFIX;
  let isFirst = true;
  let afterCr = false;
  let isBody: boolean | undefined;
  let blanks = 0;
  let data = "";
  let hasData = false;
  let event = "";

  const appendData = (value: string) => {
    data = hasData ? `${data}\n${value}` : value;
    hasData = true;
    // No character has more than three bytes for each of its UTF-16 units.
    if (data.length * 3 > maxEventBytes && Buffer.byteLength(data) > maxEventBytes) {
      throw eventTooLarge(target, maxEventBytes);
    }
  };

  const readLine = (text: string, start: number, end: number, events: WireEvent[]) => {
    // As where a line is not whole yet: what is refused must not depend on the pieces it came in.
    if ((end - start) * 3 > maxLineBytes && Buffer.byteLength(text.slice(start, end)) > maxLineBytes) {
      throw eventTooLarge(target, maxEventBytes);
    }
    if (isFirst) {
      isFirst = false;
      if (text.charCodeAt(start) === 0xfeff) {
        readLine(text, start + 1, end, events);
        return;
      }
    }
    if (start === end) {
      if (hasData) events.push(event === "" ? { data } : { event, data });
      data = "";
      hasData = false;
      event = "";
      return;
    }
    if (text.startsWith("data:", start)) {
      appendData(text.slice(text.charCodeAt(start + 5) === 32 && start + 5 < end ? start + 6 : start + 5, end));
      return;
    }
    const line = text.slice(start, end);
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line.charCodeAt(colon + 1) === 32 ? colon + 2 : colon + 1);
    if (field === "data") appendData(value);
    else if (field === "event") event = value;
  };

  const readLines = (text: string, events: WireEvent[]) => {
    let start = 0;
    if (!text.includes("\r")) {
      for (let end = text.indexOf("\n", start); end >= 0; end = text.indexOf("\n", start)) {
        readLine(text, start, end, events);
        start = end + 1;
      }
      return;
    }
    for (let at = start; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit !== LF && unit !== CR) continue;
      readLine(text, start, at, events);
      if (unit === CR && text.charCodeAt(at + 1) === LF) at += 1;
      start = at + 1;
    }
  };

  /** Whether it is no stream, but a body to be taken whole. */
  const readBody = (bytes: Buffer): boolean => {
    let from = 0;
    if (isBody === undefined) {
      from = blanksIn(bytes);
      blanks += from;
      if (blanks > maxLineBytes) throw eventTooLarge(target, maxEventBytes);
      if (from === bytes.length) return false;
      isBody = beginsBody(bytes[from] as number);
      if (!isBody) return false;
      pending.takeText();
    }
    if (pending.length + bytes.length - from > maxEventBytes) throw eventTooLarge(target, maxEventBytes);
    pending.append(bytes.subarray(from));
    return true;
  };

  return {
    push(bytes, events) {
      if (bytes.length === 0) return;
      if (isBody !== false && readBody(bytes)) return;
      // The second half of a line end that was already acted upon.
      const from = afterCr && bytes[0] === LF ? 1 : 0;
      afterCr = false;
      const lines = endOfLines(bytes, from);
      if (lines > from) {
        afterCr = lines === bytes.length && bytes[lines - 1] === CR;
        if (pending.length === 0) readLines(bytes.toString("utf8", from, lines), events);
        else {
          pending.append(bytes.subarray(from, lines));
          readLines(pending.takeText(), events);
        }
      }
      if (lines === bytes.length) return;
      if (pending.length + bytes.length - lines > maxLineBytes) throw eventTooLarge(target, maxEventBytes);
      pending.append(bytes.subarray(lines));
    },
    // What no empty line has ended is dropped, as the standard says.
    end(events) {
      if (isBody) events.push({ data: pending.takeText(), isBody });
    },
  };
}

/** Where the last whole line ends. */
function endOfLines(bytes: Buffer, from: number): number {
  let at = bytes.length;
  while (at > from && bytes[at - 1] !== LF && bytes[at - 1] !== CR) at -= 1;
  return at;
}
