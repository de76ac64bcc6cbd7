import type { ChatChunk } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { argumentsText, itemDetail, passingOfCall, redactedDetail, textOf, thinkingDetail } from "./blocks.ts";
import { JSON_ANSWER } from "./json-answer.ts";

/** A block of a stream between its start and its stop. */
export interface OpenBlock {
  /** What its start says already. */
  readonly first: ChatChunk | undefined;
  /** Whether it is a call of a tool of the caller's. */
  readonly isCall: boolean;
  add(delta: UnknownRecord): ChatChunk | undefined;
  end(): ChatChunk | undefined;
}

/** Begins a block; `place` is the place of the next tool call among the answer's. */
export function openBlock(block: UnknownRecord, place: number): OpenBlock {
  switch (block.type) {
    case "text":
      return textBlock(block);
    case "thinking":
      return thinkingBlock(block);
    case "redacted_thinking":
      return { first: { reasoningDetails: [redactedDetail(block.data)] }, isCall: false, ...NOTHING_MORE };
    case "tool_use":
      return block.name === JSON_ANSWER ? answerBlock(block) : callBlock(block, place);
    default:
      return serverBlock(block);
  }
}

const NOTHING_MORE = { add: () => undefined, end: () => undefined };

function textBlock(block: UnknownRecord): OpenBlock {
  return {
    first: textChunk(block.text),
    isCall: false,
    add(delta) {
      if (delta.type === "text_delta") return textChunk(delta.text);
      if (delta.type === "citations_delta" && isRecord(delta.citation))
        return { annotations: [delta.citation as JsonValue] };
      return undefined;
    },
    end: () => undefined,
  };
}

function thinkingBlock(block: UnknownRecord): OpenBlock {
  let text = textOf(block.thinking) ?? "";
  let signature = textOf(block.signature) ?? "";
  return {
    first: text === "" ? undefined : { reasoning: text },
    isCall: false,
    add(delta) {
      if (delta.type === "signature_delta") {
        // The official client replaces it, too: it comes whole.
        signature = textOf(delta.signature) ?? signature;
        return undefined;
      }
      const more = delta.type === "thinking_delta" ? textOf(delta.thinking) : undefined;
      if (more === undefined) return undefined;
      text += more;
      return { reasoning: more };
    },
    end: () => ({ reasoningDetails: [thinkingDetail(text, signature)] }),
  };
}

function callBlock(block: UnknownRecord, index: number): OpenBlock {
  let hasArguments = false;
  return {
    first: {
      toolCalls: [{ index, id: textOf(block.id) ?? "", name: textOf(block.name) ?? "", ...passingOfCall(block) }],
    },
    isCall: true,
    add(delta) {
      const piece = delta.type === "input_json_delta" ? textOf(delta.partial_json) : undefined;
      if (piece === undefined) return undefined;
      hasArguments = true;
      return { toolCalls: [{ index, arguments: piece }] };
    },
    // A tool without parameters gets no delta, or empty ones; some servers give the whole input at the start.
    end: () => (hasArguments ? undefined : { toolCalls: [{ index, arguments: argumentsText(block.input) }] }),
  };
}

function answerBlock(block: UnknownRecord): OpenBlock {
  let hasText = false;
  return {
    first: undefined,
    isCall: false,
    add(delta) {
      const chunk = delta.type === "input_json_delta" ? textChunk(delta.partial_json) : undefined;
      hasText ||= chunk !== undefined;
      return chunk;
    },
    end: () => (hasText ? undefined : { content: argumentsText(block.input) }),
  };
}

/** A block of a tool Anthropic runs, or of a kind that came after this was written: told when it is whole. */
function serverBlock(block: UnknownRecord): OpenBlock {
  const whole = { ...block };
  let input = "";
  return {
    first: undefined,
    isCall: false,
    add(delta) {
      for (const [name, value] of Object.entries(delta)) {
        if (name === "type") continue;
        if (name === "partial_json") input += textOf(value) ?? "";
        else whole[name] = typeof value === "string" && typeof whole[name] === "string" ? whole[name] + value : value;
      }
      return undefined;
    },
    end() {
      if (input !== "") whole.input = parsed(input);
      return { annotations: [whole as JsonValue], reasoningDetails: [itemDetail(whole)] };
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function textChunk(value: unknown): ChatChunk | undefined {
  const content = textOf(value);
  return content === undefined ? undefined : { content };
}
