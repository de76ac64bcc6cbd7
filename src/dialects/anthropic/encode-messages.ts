import type { AssistantMessage, ChatMessage, SystemMessage, ToolMessage, UserMessage } from "../../chat.ts";
import { invalidRequest } from "../../dialect/invalid-request.ts";
import { isRecord } from "../../util/record.ts";
import { encodeAssistant } from "./encode-assistant.ts";
import { encodeContent } from "./encode-content.ts";
import { type Block, type Encoding, passOn, requireObject } from "./encoding.ts";
import { toolId } from "./tool-id.ts";

/** The fields of a tool's result that travel with it. */
export const TOOL_RESULT_FIELDS = ["is_error", "cache_control", "toolset_name"] as const;

interface Turn {
  role: "user" | "assistant" | "system";
  content: string | Block[];
}

type System = string | Block[];

/** A conversation as Anthropic takes it: what the application says first as `system`, then turns that alternate. */
export function encodeMessages(
  all: readonly ChatMessage[],
  encoding: Encoding,
): { system: System | undefined; messages: Turn[] } {
  const first: System[] = [];
  const turns: Turn[] = [];
  if (!Array.isArray(all)) throw invalidRequest("messages", "expected a list");
  for (const [index, message] of all.entries()) {
    const field = `messages[${index}]`;
    requireObject(message, field);
    if (message.role === "system" || message.role === "developer") {
      const content = encodeSystem(message, field, encoding);
      if (turns.length === 0) first.push(content);
      else if (mayStandHere(all, index, turns, encoding)) turns.push({ ...keptOf(message), role: "system", content });
      else {
        encoding.adapt(field, "moved to the beginning: here, Anthropic takes no word of the application's");
        first.push(content);
      }
      continue;
    }
    const turn = encodeTurn(message as UserMessage | AssistantMessage | ToolMessage, field, encoding);
    if (turn !== undefined) append(turns, message.role === "tool" ? turn : { ...keptOf(message), ...turn });
  }
  return { system: joined(first), messages: turns };
}

/** What a turn of Anthropic's held beside role and content. */
function keptOf({ anthropic: kept }: ChatMessage): Block {
  return isRecord(kept) ? kept : {};
}

function encodeTurn(
  message: UserMessage | AssistantMessage | ToolMessage,
  field: string,
  encoding: Encoding,
): Turn | undefined {
  switch (message.role) {
    case "user":
      return { role: "user", content: encodeUser(message, field, encoding) };
    case "tool":
      return { role: "user", content: [encodeToolResult(message, field, encoding)] };
    case "assistant":
      return encodeAssistantTurn(message, field, encoding);
    default:
      throw invalidRequest(`${field}.role`, "expected system, developer, user, assistant or tool");
  }
}

function encodeUser(message: UserMessage, field: string, encoding: Encoding): string | Block[] {
  passOn(message, {}, { own: [], known: ["role", "content"], field, encoding });
  if (typeof message.content === "string") return message.content;
  return encodeContent(message.content, `${field}.content`, encoding);
}

function encodeAssistantTurn(message: AssistantMessage, field: string, encoding: Encoding): Turn | undefined {
  const content = encodeAssistant(message, field, encoding);
  if (content.length > 0) return { role: "assistant", content };
  encoding.adapt(field, "left out: it is empty, and Anthropic takes no empty message");
  return undefined;
}

function encodeSystem(message: SystemMessage, field: string, encoding: Encoding): System {
  passOn(message, {}, { own: [], known: ["role", "content"], field, encoding });
  if (typeof message.content === "string") return message.content;
  return encodeContent(message.content, `${field}.content`, encoding);
}

function encodeToolResult(message: ToolMessage, field: string, encoding: Encoding): Block {
  const { content } = message;
  const result: Block = { type: "tool_result", tool_use_id: toolId(message.tool_call_id) };
  const blocks = typeof content === "string" ? content : encodeContent(content, `${field}.content`, encoding);
  if (blocks.length > 0 || typeof blocks === "string") result.content = blocks;
  const known = ["role", "content", "tool_call_id", "name"];
  return passOn(message, result, { own: TOOL_RESULT_FIELDS, known, field, encoding });
}

// Later ones must stand between a turn of the user's and the model's answer to it:
// https://platform.claude.com/docs/en/build-with-claude/mid-conversation-system-messages
function mayStandHere(
  all: readonly ChatMessage[],
  index: number,
  turns: readonly Turn[],
  { rules }: Encoding,
): boolean {
  if (!rules.takesLaterSystem || turns.at(-1)?.role !== "user") return false;
  const next = all[index + 1];
  return next === undefined || next.role === "assistant";
}

/** Consecutive turns of one side become one, for some servers of the dialect insist that sides alternate. */
function append(turns: Turn[], turn: Turn): void {
  const last = turns.at(-1);
  if (last?.role === turn.role)
    Object.assign(last, turn, { content: [...asBlocks(last.content), ...asBlocks(turn.content)] });
  else turns.push(turn);
}

function joined(parts: readonly System[]): System | undefined {
  if (parts.length <= 1) return parts[0];
  if (parts.every((part) => typeof part === "string")) return parts.filter((part) => part !== "").join("\n\n");
  return parts.flatMap(asBlocks);
}

function asBlocks(content: System): Block[] {
  if (typeof content !== "string") return content;
  return content === "" ? [] : [{ type: "text", text: content }];
}
