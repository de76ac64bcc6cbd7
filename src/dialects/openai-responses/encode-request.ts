import type { ChatRequest } from "../../chat.ts";
import { withOwnExtra } from "../../dialect/own-extra.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import type { CallContext, EncodedCall } from "../../dialect.ts";
import { isRecord } from "../../util/record.ts";
import { encodeMessages } from "./encode-messages.ts";
import { encodeFormat, encodeToolChoice, encodeTools } from "./encode-tools.ts";
import { type Encoding, startEncoding } from "./encoding.ts";
import { type FieldUse, REQUEST_FIELDS } from "./request-fields.ts";
import { DIALECT, INCLUDE_LOGPROBS, type Item } from "./words.ts";

/**
 * A request as the body of `POST /responses` (https://platform.openai.com/docs/api-reference/responses/create).
 * @throws {CallError} `unsupported_request` naming what cannot be carried
 */
export function encodeRequest(asked: ChatRequest, context: CallContext): EncodedCall {
  const encoding = startEncoding(context);
  const request = withOwnExtra(asked, DIALECT, encoding.adaptations);
  const body: Item = { model: context.model };
  const { instructions, input } = encodeMessages(request.messages, encoding);
  if (instructions !== undefined) body.instructions = instructions;
  if (input.length > 0) body.input = input;
  for (const key in request) {
    // Any field is read here by a name that was just found; what is no word of ours is told apart below.
    const value = (request as unknown as Item)[key];
    if (value !== undefined) encodeField(key, value, body, encoding);
  }
  encodeTranslated(request, body, encoding);
  if (context.stream) body.stream = true;
  addExtra(request.extra ?? {}, body);
  return { path: "responses", body, adaptations: encoding.adaptations };
}

/** A field that goes under its own name, or not at all. */
function encodeField(key: string, value: unknown, body: Item, { adaptations }: Encoding): void {
  const use: FieldUse = Object.hasOwn(REQUEST_FIELDS, key)
    ? REQUEST_FIELDS[key as keyof ChatRequest] // one of its keys, as was just seen
    : { how: "left out", why: `a request has no field ${key}; a provider's own go into extra` };
  if (use.how === "same") body[key] = value;
  if (use.how === "translated" || use.how === "same" || !saysSomething(value)) return;
  if (use.how === "refused") throw unsupported(key, `${use.why}; leave it out, or ask through Chat Completions`);
  adaptations.push({ field: key, what: `left out: ${use.why}` });
}

function saysSomething(value: unknown): boolean {
  if (value === null || value === "" || value === 0) return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

function encodeTranslated(request: ChatRequest, body: Item, encoding: Encoding): void {
  const { tools, tool_choice: choice, response_format: format, reasoning_effort: effort, n, modalities } = request;
  if (tools !== undefined) body.tools = encodeTools(tools, encoding);
  if (choice !== undefined) body.tool_choice = encodeToolChoice(choice);
  if (format !== undefined) body.text = { format: encodeFormat(format) };
  if (effort !== undefined) body.reasoning = { effort };
  const most = request.max_completion_tokens ?? request.max_tokens;
  if (most !== undefined) body.max_output_tokens = most;
  if (request.logprobs === true) body.include = [INCLUDE_LOGPROBS];
  if (typeof n === "number" && n > 1) {
    throw unsupported("n", `the Responses API gives one answer a call, not ${n}; call it as often as needed`);
  }
  const spoken = modalities?.find((modality) => modality !== "text");
  if (spoken !== undefined) throw unsupported("modalities", `the Responses API answers in text, not in ${spoken}`);
}

function addExtra(extra: NonNullable<ChatRequest["extra"]>, body: Item): void {
  for (const [key, value] of Object.entries(extra)) {
    const translated = body[key];
    const isJoined = (key === "text" || key === "reasoning") && isRecord(value) && isRecord(translated);
    if (isJoined) body[key] = { ...translated, ...value };
    else if (key === "include" && Array.isArray(value) && Array.isArray(translated)) {
      body[key] = [...value, ...translated.filter((member) => !value.includes(member))];
    } else body[key] = value;
  }
}
