import type { AssistantMessage, ChatMessage, ContentPart, ToolMessage } from "../../chat.ts";
import { parseDataUrl } from "../../dialect/data-url.ts";
import { reportPassing } from "../../dialect/passing-fields.ts";
import { argumentsOf } from "../../dialect/tool-arguments.ts";
import { unknownRole } from "../../dialect/unknown-role.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import type { CallContext } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import { isRecord } from "../../util/record.ts";
import { isStandIn } from "./tool-call-id.ts";

const MESSAGE_KEYS: ReadonlySet<string> = new Set(["role", "content", "ollama"]);
const ASSISTANT_KEYS: ReadonlySet<string> = new Set([
  ...MESSAGE_KEYS,
  "tool_calls",
  "reasoning_details",
  "refusal",
  "audio",
]);
const TOOL_KEYS: ReadonlySet<string> = new Set([...MESSAGE_KEYS, "tool_call_id", "tool_name"]);
const CALL_KEYS: ReadonlySet<string> = new Set(["id", "type", "function", "index"]);
const TEXT_KEYS: ReadonlySet<string> = new Set(["type", "text"]);
const IMAGE_KEYS: ReadonlySet<string> = new Set(["type", "image_url"]);

/** The turns as Ollama takes them: text, images in base64 beside it, calls with their arguments as objects. */
export function encodeMessages(
  messages: readonly ChatMessage[],
  context: CallContext,
  adaptations: Adaptation[],
): unknown[] {
  const encoded: unknown[] = [];
  /** The names of the tools that were called, by the id of the call. */
  const called = new Map<string, string>();
  for (const [index, message] of messages.entries()) {
    const field = `messages[${index}]`;
    const turn = contentOf(message.content, field, context, adaptations);
    switch (message.role) {
      case "assistant":
        encodeAssistant(message, turn, field, adaptations);
        for (const call of message.tool_calls ?? []) called.set(call.id, call.function.name);
        break;
      case "tool":
        encodeTool(message, turn, called);
        reportPassing(message, TOOL_KEYS, field, "Ollama", adaptations);
        break;
      case "system":
      case "developer":
      case "user":
        reportPassing(message, MESSAGE_KEYS, field, "Ollama", adaptations);
        break;
      default:
        throw unknownRole(message, field);
    }
    const role = message.role === "developer" ? "system" : message.role;
    encoded.push({ role, ...turn, ...(isRecord(message.ollama) ? message.ollama : undefined) });
  }
  return encoded;
}

/** A turn as it is put together. */
interface Turn {
  content: string;
  images?: string[];
  thinking?: string;
  tool_calls?: unknown[];
  tool_name?: unknown;
  tool_call_id?: string;
}

function encodeAssistant(message: AssistantMessage, turn: Turn, field: string, adaptations: Adaptation[]): void {
  const { tool_calls: calls, reasoning_details: details = [], refusal, audio } = message;
  reportPassing(message, ASSISTANT_KEYS, field, "Ollama", adaptations);
  if (audio !== undefined && audio !== null) throw unsupported(`${field}.audio`, "Ollama knows no sound said before");
  if (typeof refusal === "string" && refusal !== "") {
    turn.content = turn.content === "" ? refusal : `${turn.content}\n${refusal}`;
    adaptations.push({ field: `${field}.refusal`, what: "sent as text: Ollama has no word for a refusal" });
  }
  for (const [index, detail] of details.entries()) {
    if (detail.dialect === "ollama" && detail.text !== undefined) turn.thinking = (turn.thinking ?? "") + detail.text;
    else {
      const what = `thinking of ${detail.dialect} means nothing to Ollama; it was left out`;
      adaptations.push({ field: `${field}.reasoning_details[${index}]`, what });
    }
  }
  if (calls === undefined || calls.length === 0) return;
  turn.tool_calls = calls.map((call, index) => {
    const at = `${field}.tool_calls[${index}]`;
    reportPassing(call, CALL_KEYS, at, "Ollama", adaptations);
    return {
      ...(isStandIn(call.id) ? undefined : { id: call.id }),
      type: "function",
      function: { name: call.function.name, arguments: argumentsOf(call, at) },
    };
  });
}

function encodeTool(message: ToolMessage, turn: Turn, called: ReadonlyMap<string, string>): void {
  const name = called.get(message.tool_call_id) ?? message.tool_name;
  if (name !== undefined) turn.tool_name = name;
  if (!isStandIn(message.tool_call_id)) turn.tool_call_id = message.tool_call_id;
}

function contentOf(
  content: ChatMessage["content"],
  field: string,
  context: CallContext,
  adaptations: Adaptation[],
): Turn {
  if (typeof content === "string") return { content };
  const texts: string[] = [];
  const images: string[] = [];
  for (const [index, part] of (content ?? []).entries()) {
    encodePart(part, `${field}.content[${index}]`, context, adaptations, texts, images);
  }
  return { content: texts.join("\n"), ...(images.length > 0 ? { images } : undefined) };
}

function encodePart(
  part: ContentPart,
  field: string,
  context: CallContext,
  adaptations: Adaptation[],
  texts: string[],
  images: string[],
): void {
  switch (part.type) {
    case "text":
      texts.push(part.text);
      reportPassing(part, TEXT_KEYS, field, "Ollama", adaptations);
      return;
    case "refusal":
      texts.push(part.refusal);
      adaptations.push({ field, what: "sent as text: Ollama has no word for a refusal" });
      return;
    case "image_url":
      if (context.facts.capabilities?.vision === false) throw unsupported(field, `${context.model} cannot see images`);
      images.push(base64Of(part.image_url.url, field));
      reportPassing(part, IMAGE_KEYS, field, "Ollama", adaptations);
      if (part.image_url.detail !== undefined && part.image_url.detail !== "auto") {
        adaptations.push({ field: `${field}.image_url.detail`, what: "Ollama takes images as they are" });
      }
      return;
    case "native":
      throw unsupported(field, `a part of the dialect ${part.dialect}, which Ollama does not know`);
    default:
      throw unsupported(field, `Ollama takes text and images, not ${part.type}`);
  }
}

function base64Of(url: string, field: string): string {
  const data = parseDataUrl(url);
  if (data !== undefined) return data.base64;
  throw unsupported(`${field}.image_url.url`, "Ollama fetches no images; send it as a data: URL in base64");
}
