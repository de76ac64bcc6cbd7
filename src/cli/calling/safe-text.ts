import type { Output } from "../terminal.ts";

/** Control characters but line ends and tabs, and those that turn the direction of writing. */
const STEERING = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

/** What a model says, for an output: on a terminal without what would steer it, in a file or pipe as it is. */
export function safeFor(output: Output, text: string): string {
  return output.isTTY === true ? text.replace(STEERING, "\u00b7") : text;
}

/** A cost, usage and all as JSON can hold it: big integers as decimal text. */
export function plainData(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_key, item) => (typeof item === "bigint" ? item.toString() : item)));
}
