import type { WireEvent } from "../dialect.ts";
import { isJson } from "../util/is-json.ts";
import { DEFAULT_MAX_EVENT_BYTES, type EventParser, type EventParserOptions, eventTooLarge } from "./event-parser.ts";
import { wireFailure } from "./failure.ts";
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
    // The line as it came, as where it is cut off: what is refused must not depend on the pieces it came in.
    if (line.length * 3 > maxEventBytes && Buffer.byteLength(line) > maxEventBytes) {
      throw eventTooLarge(target, maxEventBytes);
    }
    const text = isFirst && line.charCodeAt(0) === 0xfeff ? line.slice(1) : line;
    isFirst = false;
    const data = text.endsWith("\r") ? text.slice(0, -1) : text;
    if (!/^[ \t\r]*$/.test(data)) events.push({ data });
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
      if (pending.length === 0) return;
      const before = events.length;
      readLine(pending.takeText(), events);
      const last = events[before];
      if (last === undefined || isJson(last.data)) return;
      events.length = before;
      throw wireFailure("stream_truncated", target, "the last line of the stream broke off");
    },
  };
}
