import { jsonLine } from "../../dialect/json-line.ts";

/** Writes events, each with its type and its number among all of the stream's. */
export class EventWriter {
  #sequence = 0;

  /** An event with these fields, given as JSON without braces. */
  event(type: string, fields: string): string {
    return `${eventHead(type)}${fields}${this.end()}`;
  }

  /** An event made of a value. */
  value(type: string, fields: object): string {
    return this.event(type, jsonLine(fields).slice(1, -1));
  }

  /** What ends every event. */
  end(): string {
    return `,"sequence_number":${this.#sequence++}}\n\n`;
  }

  /** The number the next event has. */
  get next(): number {
    return this.#sequence;
  }
}

/** What an event of a type begins with. */
export function eventHead(type: string): string {
  return `event: ${type}\ndata: {"type":"${type}",`;
}
