import { isRecord, type UnknownRecord } from "../../../../src/util/record.ts";

/**
 * A body as the encoder writes it, where the API knows two ways to say one thing:
 * - `stream: false`, a tool's `description: null` and a thought's `encrypted_content: null` are what leaving them out means;
 * - `input` as a text is one message of the user's;
 * - a message that has no id needs no `type` (`EasyInputMessage`);
 * - an image without a `detail` is seen with `auto`;
 * - an empty message of the assistant's says nothing beside the call that follows it;
 * - a first text of the system's in `input`, where no `instructions` are, is one part, since as a text it would become them.
 */
export function asEncoded(body: UnknownRecord): UnknownRecord {
  const { stream, input, tools, ...others } = body;
  const items: unknown[] = typeof input === "string" ? [{ role: "user", content: input }] : (input as unknown[]);
  return {
    ...others,
    ...(stream === true ? { stream } : {}),
    ...(tools === undefined ? {} : { tools: (tools as unknown[]).map(withoutNull("description")) }),
    input: items
      .filter((item, index) => !isEmpty(item) || !isCall(items[index + 1]))
      .map(withoutNull("encrypted_content"))
      .map(withDetails)
      .map((item, index) => shortened(item, index === 0 && body.instructions === undefined)),
  };
}

function withoutNull(key: string): (value: unknown) => unknown {
  return (value) => {
    if (!isRecord(value) || value[key] !== null) return value;
    const { [key]: _, ...others } = value;
    return others;
  };
}

function withDetails(item: unknown): unknown {
  if (!isRecord(item)) return item;
  const seen = (part: unknown) =>
    isRecord(part) && part.type === "input_image" && part.file_id === undefined ? { detail: "auto", ...part } : part;
  const { content, output } = item;
  return {
    ...item,
    ...(Array.isArray(content) ? { content: content.map(seen) } : {}),
    ...(Array.isArray(output) ? { output: output.map(seen) } : {}),
  };
}

function isEmpty(item: unknown): boolean {
  return isRecord(item) && item.role === "assistant" && item.content === "";
}

function isCall(item: unknown): boolean {
  return isRecord(item) && item.type === "function_call";
}

function shortened(item: unknown, mayBecomeInstructions: boolean): unknown {
  if (!isRecord(item) || (item.type ?? "message") !== "message" || item.id !== undefined) return item;
  const { type, ...message } = item;
  const { role, content } = message;
  const isSpelledOut = mayBecomeInstructions && role === "system" && typeof content === "string";
  return isSpelledOut ? { ...message, content: [{ type: "input_text", text: content }] } : message;
}
