import type { BaseMessage } from "@langchain/core/messages";
import type { ChatRequest } from "../../chat.ts";
import type { Writable } from "../../util/writable.ts";
import { encodeMessages } from "./encode-messages.ts";
import { encodeToolChoice, encodeTools } from "./encode-tools.ts";
import { type ChatModelMallCallOptions, parametersOf } from "./fields.ts";

/** The options of a call that shape its request. */
export type RequestOptions = Omit<Partial<ChatModelMallCallOptions>, "signal">;

/** A request, and what is asked in its place where no target can keep to its schema. */
export interface EncodedRequest {
  readonly request: ChatRequest;
  readonly otherwise?: ChatRequest;
}

/** What a call asks: the model's parameters, the call's over them. @throws {InvalidInputError} */
export function encodeRequest(
  messages: readonly BaseMessage[],
  defaults: Partial<ChatRequest>,
  options: RequestOptions,
): EncodedRequest {
  const request = { ...encodeOptions(defaults, options), messages: encodeMessages(messages) };
  const { without_response_format: plain } = options;
  if (plain === undefined) return { request };
  const { response_format: _, ...rest } = request;
  return { request, otherwise: { ...rest, ...plain } };
}

/** All of a request but its messages. @throws {InvalidInputError} */
export function encodeOptions(defaults: Partial<ChatRequest>, options: RequestOptions): Partial<ChatRequest> {
  const { tools, tool_choice: choice, response_format: format, parallel_tool_calls: parallel, stop, strict } = options;
  const request: Writable<Partial<ChatRequest>> = { ...defaults, ...parametersOf(options) };
  if (stop !== undefined) request.stop = stop;
  if (tools !== undefined && tools.length > 0) request.tools = encodeTools(tools, strict);
  if (choice !== undefined) request.tool_choice = encodeToolChoice(choice);
  if (parallel !== undefined) request.parallel_tool_calls = parallel;
  if (format !== undefined) request.response_format = format;
  return request;
}
