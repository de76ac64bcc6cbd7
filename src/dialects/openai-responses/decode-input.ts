import type { ChatMessage, ContentPart } from "../../chat.ts";
import { isRecord } from "../../util/record.ts";
import { decodeContent } from "./decode-content.ts";
import { gatherAsked } from "./gather-asked.ts";
import { asJson, passing, textOf } from "./read.ts";
import { ANSWER_FIELDS, DIALECT, type Item, MESSAGE_FIELDS } from "./words.ts";

const MESSAGE_READ = new Set(["type", "role", "content"]);
const ANSWER_READ = new Set(["type", "call_id", "output"]);

/** What the caller's side answers, beside messages and the answers of tools. */
const CALLERS_ITEMS: ReadonlySet<unknown> = new Set([
  "computer_call_output",
  "local_shell_call_output",
  "shell_call_output",
  "apply_patch_call_output",
  "mcp_approval_response",
  "additional_tools",
  "compaction_trigger",
]);

/** Whether an item is the caller's, so that a turn of the model's ends before it. */
export function isCallers(type: unknown): boolean {
  return CALLERS_ITEMS.has(type);
}

/** The items of `input` as messages; what has no word of ours stays in its own. */
export function decodeInput(input: unknown): ChatMessage[] {
  if (typeof input === "string") return [{ role: "user", content: input }];
  const messages: ChatMessage[] = [];
  let turn: Item[] = [];
  const close = (): void => {
    if (turn.length > 0) messages.push(gatherAsked(turn));
    turn = [];
  };
  for (const item of Array.isArray(input) ? input : []) {
    const message = isRecord(item) ? callersMessage(item) : native(item);
    if (message === undefined) turn.push(asTurnItem(item));
    else {
      close();
      messages.push(message);
    }
  }
  close();
  return messages;
}

function callersMessage(item: Item): ChatMessage | undefined {
  const { type = "message", role, content } = item;
  if (type === "message" && (role === "user" || role === "system" || role === "developer")) {
    return { ...passing(item, MESSAGE_READ, MESSAGE_FIELDS), role, content: decodeContent(content, "input") };
  }
  if (type === "function_call_output" || type === "custom_tool_call_output") return toolMessage(item) ?? native(item);
  return isCallers(type) ? native(item) : undefined;
}

function toolMessage(item: Item): ChatMessage | undefined {
  const { type, output } = item;
  const id = textOf(item.call_id);
  if (id === undefined || (typeof output !== "string" && !Array.isArray(output))) return undefined;
  return {
    ...passing(item, ANSWER_READ, ANSWER_FIELDS),
    ...(type === "custom_tool_call_output" ? { type } : {}),
    role: "tool",
    tool_call_id: id,
    content: decodeContent(output, "input"),
  };
}

/** The short form of an assistant's message leaves its type out. */
function asTurnItem(item: Item): Item {
  return item.type === undefined && item.role === "assistant" ? { ...item, type: "message" } : item;
}

function native(item: unknown): ChatMessage {
  const part: ContentPart = { type: "native", dialect: DIALECT, value: asJson(item) };
  return { role: "user", content: [part] };
}
