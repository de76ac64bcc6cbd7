import type { UnknownRecord } from "../../util/record.ts";

/** This dialect's name, as native parts and thoughts carry it. */
export const DIALECT = "openai-responses";

/** An item of `input` or `output`. */
export type Item = UnknownRecord;

/** A member of `include` that asks for the probabilities of the tokens. */
export const INCLUDE_LOGPROBS = "message.output_text.logprobs";

/** What a message may carry of its own beside role and content. */
export const MESSAGE_FIELDS: readonly string[] = ["type", "id", "status", "phase"];

/** The types of a message's content; every other type is an item that stands by itself. */
const CONTENT_TYPES: ReadonlySet<unknown> = new Set([
  "input_text",
  "input_image",
  "input_file",
  "input_audio",
  "input_video",
  "output_text",
  "refusal",
  "computer_screenshot",
]);

/** Whether a piece in the dialect's own words is content of a message rather than an item by itself. */
export function isContent(type: unknown): boolean {
  return CONTENT_TYPES.has(type);
}
