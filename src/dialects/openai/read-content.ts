import { isRecord } from "../../util/record.ts";

/** The text of a message or delta, and what of its content is thinking. */
export interface ReadContent {
  text: string;
  thinking: string;
}

/**
 * A list as content: text, thinking and references (https://docs.mistral.ai/capabilities/reasoning); what is neither
 * text nor thinking is passed over, as the text does without it; images are read apart.
 */
export function readContentList(parts: readonly unknown[]): ReadContent {
  const read: ReadContent = { text: "", thinking: "" };
  for (const part of parts) {
    if (typeof part === "string") read.text += part;
    if (!isRecord(part)) continue;
    const { type, text, thinking } = part;
    if (type === "thinking") read.thinking += thinkingText(thinking);
    else if (typeof text === "string") read.text += text;
  }
  return read;
}

function thinkingText(thinking: unknown): string {
  if (typeof thinking === "string") return thinking;
  return Array.isArray(thinking) ? readContentList(thinking).text : "";
}
