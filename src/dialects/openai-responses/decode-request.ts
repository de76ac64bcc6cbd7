import type { ChatMessage, ChatRequest, ReasoningEffort } from "../../chat.ts";
import { invalidRequest } from "../../dialect/invalid-request.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord } from "../../util/record.ts";
import { decodeInput } from "./decode-input.ts";
import { decodeFormat, decodeToolChoice, decodeTools } from "./decode-tools.ts";
import { asJson, textOf } from "./read.ts";
import { DIALECT, INCLUDE_LOGPROBS } from "./words.ts";

/** A request as it is being read; what nobody reads stays in `extra`. */
interface Reading {
  readonly request: { -readonly [Name in keyof ChatRequest]?: ChatRequest[Name] };
  readonly messages: ChatMessage[];
  readonly extra: Record<string, JsonValue>;
}

/** Reads one field of a body, and says whether it could. */
type FieldReader = (value: unknown, reading: Reading) => boolean;

/**
 * What a caller asked for who sent this body to `/responses`; what has no word of ours goes into `extra` and native parts.
 * @throws {CallError} `invalid_request` for a body that is no object
 */
export function decodeRequest(body: unknown): { request: ChatRequest; model?: string; stream: boolean } {
  if (!isRecord(body)) throw invalidRequest("body", "expected a JSON object, as it is sent to /responses");
  const { model, stream, ...fields } = body;
  const reading: Reading = { request: {}, messages: [], extra: {} };
  for (const [key, value] of Object.entries(fields)) {
    const isRead = READERS.get(key)?.(value, reading) ?? false;
    if (!isRead) reading.extra[key] = asJson(value);
  }
  const { request, messages, extra } = reading;
  const instructions = textOf(fields.instructions);
  const said: ChatMessage[] = [];
  if (instructions !== undefined) said.push({ role: "system", content: instructions });
  // One by one: there may be more of them than a function has room for.
  for (const message of instructions === undefined ? spelledOut(messages) : messages) said.push(message);
  return {
    request: {
      ...request,
      messages: said,
      ...(Object.keys(extra).length === 0 ? {} : { extra, extraDialect: DIALECT }),
    },
    ...(typeof model === "string" ? { model } : {}),
    stream: stream === true,
  };
}

const READERS: ReadonlyMap<string, FieldReader> = new Map<string, FieldReader>([
  ["instructions", (value) => typeof value === "string"],
  ["input", readInput],
  ["tools", (value, { request }) => put(request, "tools", Array.isArray(value) ? decodeTools(value) : undefined)],
  ["tool_choice", (value, { request }) => put(request, "tool_choice", decodeToolChoice(value))],
  ["parallel_tool_calls", (value, { request }) => put(request, "parallel_tool_calls", ifType(value, "boolean"))],
  ["text", readText],
  ["reasoning", readReasoning],
  ["include", readInclude],
  ["temperature", (value, { request }) => put(request, "temperature", ifType(value, "number"))],
  ["top_p", (value, { request }) => put(request, "top_p", ifType(value, "number"))],
  ["max_output_tokens", (value, { request }) => put(request, "max_completion_tokens", ifType(value, "number"))],
  ["top_logprobs", (value, { request }) => put(request, "top_logprobs", ifType(value, "number"))],
  ["user", (value, { request }) => put(request, "user", ifType(value, "string"))],
  ["metadata", (value, { request }) => put(request, "metadata", isTexts(value) ? value : undefined)],
]);

function put<Name extends keyof ChatRequest>(
  request: Reading["request"],
  name: Name,
  value: ChatRequest[Name] | undefined,
): boolean {
  if (value === undefined) return false;
  request[name] = value;
  return true;
}

interface Named {
  boolean: boolean;
  number: number;
  string: string;
}

function ifType<Type extends keyof Named>(value: unknown, type: Type): Named[Type] | undefined {
  // `typeof` has just told it.
  return typeof value === type ? (value as Named[Type]) : undefined;
}

function isTexts(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((item) => typeof item === "string");
}

function readInput(value: unknown, { messages }: Reading): boolean {
  if (typeof value !== "string" && !Array.isArray(value)) return false;
  for (const message of decodeInput(value)) messages.push(message);
  return true;
}

/** A first text of the system's that is no `instructions` keeps its place in `input` as a list of one part. */
function spelledOut(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const [first, ...others] = messages;
  if (first?.role !== "system" || typeof first.content !== "string") return messages;
  return [{ ...first, content: [{ type: "text", text: first.content }] }, ...others];
}

function readText(value: unknown, { request, extra }: Reading): boolean {
  if (!isRecord(value)) return false;
  const { format, ...others } = value;
  const read = decodeFormat(format);
  if (read === undefined) return false;
  request.response_format = read;
  if (Object.keys(others).length > 0) extra.text = asJson(others);
  return true;
}

function readReasoning(value: unknown, { request, extra }: Reading): boolean {
  if (!isRecord(value) || typeof value.effort !== "string") return false;
  const { effort, ...others } = value;
  // A newer word than ours passes as it is.
  request.reasoning_effort = effort as ReasoningEffort;
  if (Object.keys(others).length > 0) extra.reasoning = asJson(others);
  return true;
}

/** The probabilities have a word of ours; they are asked for last, as the encoder does. */
function readInclude(value: unknown, { request, extra }: Reading): boolean {
  if (!Array.isArray(value) || !value.includes(INCLUDE_LOGPROBS)) return false;
  request.logprobs = true;
  const isLast = value.at(-1) === INCLUDE_LOGPROBS;
  const others: unknown[] = isLast ? value.slice(0, -1) : value;
  if (others.length > 0) extra.include = asJson(others);
  return true;
}
