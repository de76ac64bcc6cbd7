import type { RawEvent } from "../../chat.ts";
import { jsonLine } from "../../dialect/json-line.ts";
import { mayNameProto, parseInert } from "../../util/inert-json.ts";
import { isRecord } from "../../util/record.ts";

/** Events that mean to every client what is read from them; the end is told by whoever knows that it is good. */
export const PASSING_EVENTS: ReadonlySet<unknown> = new Set([
  "message_start",
  "content_block_start",
  "content_block_delta",
  "content_block_stop",
  "message_delta",
]);

/** What ends a line to somebody. */
const LINE_ENDS = /[\t\r\n\u0085\u2028\u2029]/;

/** An event of a stream as its provider wrote it, framed anew; the message is said to be of the model that was asked for. */
export function passEvent({ event, data }: RawEvent, model: string): string {
  const isAsWritten = event !== "message_start" && PASSING_EVENTS.has(event) && data.startsWith(`{"type":"${event}"`);
  if (isAsWritten && !LINE_ENDS.test(data) && !mayNameProto(data)) return `event: ${event}\ndata: ${data}\n\n`;
  const told = parseInert(data);
  if (!isRecord(told)) return "";
  if (isRecord(told.message)) told.message.model = model;
  return `event: ${told.type}\ndata: ${jsonLine(told)}\n\n`;
}
