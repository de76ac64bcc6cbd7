import type { WireEvent } from "../dialect.ts";
import { DEFAULT_MAX_EVENT_BYTES, type EventParser, type EventParserOptions, eventTooLarge } from "./event-parser.ts";
import { PendingBytes } from "./pending-bytes.ts";

const LF = 10;

/** A JSON text on each line (https://github.com/ndjson/ndjson-spec); blank lines are none, the last needs no line end. */
export function createNdjsonParser({
  target,
  maxEventBytes = DEFAULT_MAX_EVENT_BYTES,
}: EventParserOptions): EventParser {
  const pending = new PendingBytes();
  let isFirst = true;

  const readLine = (line: string, events: WireEvent[]) => {
    const text = isFirst && line.charCodeAt(0) === 0xfeff ? line.slice(1) : line;
    isFirst = false;
    const data = text.endsWith("\r") ? text.slice(0, -1) : text;
    if (/^[ \t\r]*$/.test(data)) return;
    if (data.length * 3 > maxEventBytes && Buffer.byteLength(data) > maxEventBytes) {
      throw eventTooLarge(target, maxEventBytes);
    }
    events.push({ data });
  };

  const readLines = (text: string, events: WireEvent[]) => {
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      readLine(text.slice(start, end), events);
      start = end + 1;
    }
  };

  return {
    push(bytes, events) {
      const lines = bytes.lastIndexOf(LF) + 1;
      if (lines > 0) {
        if (pending.length === 0) readLines(bytes.toString("utf8", 0, lines), events);
        else {
          pending.append(bytes.subarray(0, lines));
          readLines(pending.takeText(), events);
        }
      }
      if (lines === bytes.length) return;
      if (pending.length + bytes.length - lines > maxEventBytes) throw eventTooLarge(target, maxEventBytes);
      pending.append(bytes.subarray(lines));
    },
    end(events) {
      if (pending.length > 0) readLine(pending.takeText(), events);
    },
  };
}
