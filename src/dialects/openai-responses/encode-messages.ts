import type { ChatMessage, ContentPart, ToolMessage, UserMessage } from "../../chat.ts";
import { unknownRole } from "../../dialect/unknown-role.ts";
import { encodeAssistant } from "./encode-assistant.ts";
import { encodeContent, encodePart, nativeValue } from "./encode-content.ts";
import { type Encoding, passOn } from "./encoding.ts";
import { ANSWER_FIELDS, type Item, isContent, MESSAGE_FIELDS } from "./words.ts";

/** A conversation in the words of the Responses API. */
export interface EncodedInput {
  /** What the system says first, where that is a plain text. */
  readonly instructions?: string;
  readonly input: Item[];
}

/** @throws {CallError} `unsupported_request` naming the message that cannot be carried */
export function encodeMessages(messages: readonly ChatMessage[], encoding: Encoding): EncodedInput {
  const [first] = messages;
  const instructions = first === undefined ? undefined : instructionsOf(first);
  const input: Item[] = [];
  for (let index = instructions === undefined ? 0 : 1; index < messages.length; index++) {
    encodeMessage(messages[index] as ChatMessage, `messages[${index}]`, encoding, input);
  }
  return instructions === undefined ? { input } : { instructions, input };
}

function instructionsOf(message: ChatMessage): string | undefined {
  const { role, content } = message;
  const isPlain = role === "system" && typeof content === "string" && Object.keys(message).length === 2;
  return isPlain ? content : undefined;
}

function encodeMessage(message: ChatMessage, field: string, encoding: Encoding, input: Item[]): void {
  switch (message.role) {
    case "system":
    case "developer": {
      const content = encodeContent(message.content, "input", `${field}.content`, encoding);
      input.push(withFields(message, { role: message.role, content }, field, encoding));
      break;
    }
    case "user":
      encodeUser(message, field, encoding, input);
      break;
    case "assistant":
      encodeAssistant(message, field, encoding, input);
      break;
    case "tool":
      input.push(encodeToolAnswer(message, field, encoding));
      break;
    default:
      throw unknownRole(message, field);
  }
}

/** What the user says, and beside it the items that are no messages: approvals, what a local shell answered. */
function encodeUser(message: UserMessage, field: string, encoding: Encoding, input: Item[]): void {
  const { content } = message;
  if (typeof content === "string") {
    input.push(withFields(message, { role: "user", content }, field, encoding));
    return;
  }
  let parts: Item[] = [];
  const close = (): void => {
    input.push(withFields(message, { role: "user", content: parts }, field, encoding));
    parts = [];
  };
  content.forEach((part, index) => {
    const place = `${field}.content[${index}]`;
    const item = standingAlone(part, place);
    if (item === undefined) {
      parts.push(encodePart(part, "input", place, encoding));
      return;
    }
    if (parts.length > 0) close();
    input.push(item);
  });
  if (parts.length > 0 || content.length === 0) close();
}

function standingAlone(part: ContentPart, field: string): Item | undefined {
  if (part.type !== "native") return undefined;
  const value = nativeValue(part, field);
  return isContent(value.type) ? undefined : value;
}

const TOOL_FIELDS = { read: ["role", "content", "tool_call_id", "type"], own: ANSWER_FIELDS };

function encodeToolAnswer(message: ToolMessage, field: string, encoding: Encoding): Item {
  const { tool_call_id: id, content } = message;
  const isCustom = encoding.customCalls.has(id) || message.type === "custom_tool_call_output";
  const item: Item = {
    type: isCustom ? "custom_tool_call_output" : "function_call_output",
    call_id: id,
    output: encodeContent(content, "input", `${field}.content`, encoding),
  };
  return passOn(message, item, TOOL_FIELDS, field, encoding);
}

function withFields(message: object, item: Item, field: string, encoding: Encoding): Item {
  return passOn(message, item, { read: ["role", "content"], own: MESSAGE_FIELDS }, field, encoding);
}
