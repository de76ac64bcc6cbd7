import type { UnknownRecord } from "../../util/record.ts";

/** This dialect's name, as native parts and thoughts carry it. */
export const DIALECT = "openai-responses";

/** An item of `input` or `output`. */
export type Item = UnknownRecord;

/** A member of `include` that asks for the probabilities of the tokens. */
export const INCLUDE_LOGPROBS = "message.output_text.logprobs";

/** What a message may carry of its own beside role and content. */
export const MESSAGE_FIELDS: readonly string[] = ["type", "id", "status", "phase"];

/** What a tool's answer may carry of its own beside call and output. */
export const ANSWER_FIELDS: readonly string[] = ["id", "status", "caller"];

/** What a piece of text may carry of its own: one that is told to the model, and one that it said. */
export const TEXT_FIELDS = { input: ["prompt_cache_breakpoint"], output: ["annotations", "logprobs"] } as const;

/** What an image may carry of its own. */
export const IMAGE_FIELDS: readonly string[] = ["prompt_cache_breakpoint"];

/** What a file may carry of its own. */
export const FILE_FIELDS: readonly string[] = ["detail", "prompt_cache_breakpoint"];

/** What a function may carry of its own. */
export const FUNCTION_FIELDS: readonly string[] = ["defer_loading", "allowed_callers", "output_schema"];

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
