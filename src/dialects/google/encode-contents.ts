import type { ChatMessage, SystemMessage, ToolMessage, UserMessage } from "../../chat.ts";
import { invalidRequest } from "../../dialect/invalid-request.ts";
import { reportPassing } from "../../dialect/passing-fields.ts";
import { encodeModelParts } from "./encode-model-parts.ts";
import { type Encoding, encodeContent, type Part } from "./encode-parts.ts";
import { encodeToolResult } from "./encode-tool-result.ts";

/** One turn. */
export interface Content {
  readonly role: "user" | "model";
  readonly parts: Part[];
}

/** A conversation in Google's words. */
export interface Conversation {
  readonly contents: Content[];
  readonly system: Part[];
}

const KNOWN_SYSTEM = new Set(["role", "content"]);
const KNOWN_USER = new Set(["role", "content"]);

/** Messages as contents and system instruction. @throws {CallError} `unsupported_request`, `invalid_request` */
export function encodeContents(messages: readonly ChatMessage[], encoding: Encoding): Conversation {
  if (!Array.isArray(messages)) throw invalidRequest("messages", "expected a list of messages");
  const contents: Content[] = [];
  const system: Part[] = [];
  // Google's results carry the name of their function, ours only the id of the call.
  const names = new Map<string, string>();
  const lastUser = messages.findLastIndex(({ role }) => role === "user");
  let results: Part[] | undefined;
  for (let index = 0; index < messages.length; index++) {
    const message = messages[index] as ChatMessage;
    const field = `messages[${index}]`;
    if (message.role === "tool") {
      // The results of one turn's calls must stand in one turn.
      if (results === undefined) {
        results = [];
        contents.push({ role: "user", parts: results });
      }
      results.push(...encodeToolResult(message as ToolMessage, field, names, encoding));
      continue;
    }
    results = undefined;
    switch (message.role) {
      case "system":
      case "developer":
        system.push(...systemParts(message as SystemMessage, field, contents.length > 0, encoding));
        break;
      case "user": {
        reportPassing(message, KNOWN_USER, field, "Google", encoding.adaptations);
        const parts = encodeContent((message as UserMessage).content, field, encoding);
        contents.push({ role: "user", parts: parts.length === 0 ? [{ text: "" }] : parts });
        break;
      }
      case "assistant":
        for (const { id, function: called } of message.tool_calls ?? []) names.set(id, called.name);
        contents.push({ role: "model", parts: encodeModelParts(message, field, index > lastUser, encoding) });
        break;
      default: {
        const { role } = message as { role: unknown };
        throw invalidRequest(
          `${field}.role`,
          `unknown role ${JSON.stringify(role)}; expected system, developer, user, assistant or tool`,
        );
      }
    }
  }
  if (contents.length === 0) {
    encoding.adaptations.push({
      field: "messages",
      what: "Google answers nothing without a user's turn; sent an empty one",
    });
    contents.push({ role: "user", parts: [{ text: "" }] });
  }
  return { contents, system };
}

function systemParts(message: SystemMessage, field: string, isLate: boolean, encoding: Encoding): Part[] {
  reportPassing(message, KNOWN_SYSTEM, field, "Google", encoding.adaptations);
  if (isLate) {
    const what = "Google takes instructions only before the conversation; moved to systemInstruction";
    encoding.adaptations.push({ field, what });
  }
  return encodeContent(message.content, field, encoding);
}
