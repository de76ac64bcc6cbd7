import type { AIMessage, BaseMessage, ChatMessage as RoleMessage, ToolMessage } from "@langchain/core/messages";
import type { ChatMessage, ContentPart } from "../../chat.ts";
import { own } from "../../util/record.ts";
import { encodeAssistant } from "./encode-assistant.ts";
import { encodeContent } from "./encode-content.ts";
import { refuse } from "./refuse.ts";

/** LangChain's messages as a request holds them. @throws {InvalidInputError} for one that no chat model can be sent */
export function encodeMessages(messages: readonly BaseMessage[]): ChatMessage[] {
  const context = { answered: () => answeredIn(messages) };
  return messages.map((message, place) => encodeMessage(message, `messages[${place}]`, context));
}

/** What messages must know of each other. */
export interface Conversation {
  /** The calls some tool has answered. */
  answered(): ReadonlySet<string>;
}

function encodeMessage(message: BaseMessage, path: string, context: Conversation): ChatMessage {
  const role = message.getType() === "generic" ? (message as RoleMessage).role : message.getType();
  const content = () => encodeContent(message.content, `${path}.content`);
  const name = message.name === undefined ? undefined : { name: message.name };
  switch (role) {
    case "system": {
      // As @langchain/openai marks it.
      const isDeveloper = own(message.additional_kwargs, "__openai_role__") === "developer";
      return { role: isDeveloper ? "developer" : "system", content: content(), ...name };
    }
    case "developer":
      return { role, content: content(), ...name };
    case "human":
    case "user":
      return { role: "user", content: content(), ...name };
    case "ai":
    case "assistant":
      return encodeAssistant(message as AIMessage, path, context);
    case "tool":
      return encodeTool(message as ToolMessage, content(), path);
    default:
      return refuse(path, `a message of role "${role}" cannot be sent; use system, human, ai and tool messages`);
  }
}

function encodeTool({ tool_call_id: id, status }: ToolMessage, content: string | ContentPart[], path: string) {
  if (typeof id !== "string" || id === "") return refuse(path, 'a tool message without the "tool_call_id" it answers');
  return { role: "tool", tool_call_id: id, content, ...(status === "error" && { is_error: true }) } as const;
}

function answeredIn(messages: readonly BaseMessage[]): ReadonlySet<string> {
  const ids = messages.map((message) => (message.getType() === "tool" ? (message as ToolMessage).tool_call_id : ""));
  return new Set(ids);
}
