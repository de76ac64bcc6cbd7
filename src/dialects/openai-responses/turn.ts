import type { ContentPart, ToolCall } from "../../chat.ts";
import { recordsIn, textOf } from "./read.ts";
import type { Item } from "./words.ts";

/** A call the caller has to make; `undefined` for any other item. */
export function callOf(item: Item, index: number): ToolCall | undefined {
  const { type } = item;
  if (type !== "function_call" && type !== "custom_tool_call") return undefined;
  const id = textOf(item.call_id) ?? textOf(item.id) ?? `call_${index}`;
  const name = textOf(item.name) ?? "";
  if (type === "function_call") {
    return { id, type: "function", function: { name, arguments: textOf(item.arguments) ?? "" } };
  }
  const text = JSON.stringify({ input: textOf(item.input) ?? "" });
  return { id, type: "function", function: { name, arguments: text }, custom: true };
}

/** Adds the texts of a thought that are for people: its summary, and what of it is told openly. */
export function addThoughtTexts({ summary, content }: Item, texts: string[]): void {
  for (const { text } of recordsIn(summary)) if (typeof text === "string" && text !== "") texts.push(text);
  for (const { text } of recordsIn(content)) if (typeof text === "string" && text !== "") texts.push(text);
}

/** The image a model made, as a part; `undefined` where it is not there. */
export function imagePart({ result, output_format: format }: Item): ContentPart | undefined {
  if (typeof result !== "string" || result === "") return undefined;
  const isAddress = /^(https?|data):/i.test(result);
  const type = typeof format === "string" && /^\w+$/.test(format) ? format : "png";
  return { type: "image_url", image_url: { url: isAddress ? result : `data:image/${type};base64,${result}` } };
}
