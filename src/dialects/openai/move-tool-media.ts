import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { adapt, type Encoding } from "./encoding.ts";

/**
 * Encoded messages in which tools answer with text alone: what else they answered with stands in a message of the user's
 * after them, for answers to the calls of one turn must follow it without anything in between.
 */
export function moveToolMedia(messages: readonly unknown[], encoding: Encoding): readonly unknown[] {
  if (!messages.some(hasMedia)) return messages;
  const moved: unknown[] = [];
  let media: unknown[] = [];
  const close = (): void => {
    if (media.length > 0) moved.push({ role: "user", content: media });
    media = [];
  };
  for (let place = 0; place < messages.length; place++) {
    const message = messages[place];
    if (!isRecord(message) || message.role !== "tool") close();
    if (!hasMedia(message)) {
      moved.push(message);
      continue;
    }
    const { content, tool_call_id: id } = message;
    const texts = content.filter(isText);
    moved.push({ ...message, content: texts.length === 0 ? "The answer follows." : texts });
    media.push({ type: "text", text: `What the tool answered to the call ${String(id)}:` });
    for (let index = 0; index < content.length; index++) {
      if (isText(content[index])) continue;
      media.push(content[index]);
      adapt(
        encoding,
        `messages[${place}].content[${index}]`,
        `${encoding.context.provider.title} takes text alone from a tool; it was sent after it, as the user's`,
      );
    }
  }
  close();
  return moved;
}

function hasMedia(message: unknown): message is UnknownRecord & { content: unknown[] } {
  if (!isRecord(message) || message.role !== "tool" || !Array.isArray(message.content)) return false;
  return message.content.some((part) => !isText(part));
}

function isText(part: unknown): boolean {
  return isRecord(part) && part.type === "text";
}
