import { AIMessageChunk, type AIMessageChunkFields } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import type { FinishReason, ReasoningDetail, ToolCallDelta } from "../../chat.ts";
import type { RoutedChunk } from "../../router.ts";
import type { Usage } from "../../usage.ts";
import type { JsonValue } from "../../util/json.ts";
import { decodeContent } from "./decode-content.ts";
import type { DecodeOptions } from "./decode-reply.ts";
import { type KeptFields, keepCall, writeKept } from "./kept-fields.ts";
import { callMetadata } from "./response-metadata.ts";
import { usageMetadata } from "./usage-metadata.ts";

/** Options of a stream. */
export interface StreamOptions extends DecodeOptions {
  readonly includeUsage: boolean;
}

/**
 * Turns the pieces of one answer into LangChain's, which it puts together by adding texts and lists up: what must stand
 * in the whole once is held back for the last piece.
 */
export class StreamDecoder {
  readonly #options: StreamOptions;
  readonly #details: ReasoningDetail[] = [];
  readonly #annotations: JsonValue[] = [];
  readonly #kept: KeptFields = {};
  readonly #callIds = new Map<number, string>();
  #usage: Usage | undefined;
  #finishReason: FinishReason | undefined;
  #modelServed: string | undefined;
  #id: string | undefined;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  /** The piece as LangChain knows it; `undefined` where it brings nothing yet. Of several answers only the first streams. */
  push(chunk: RoutedChunk): ChatGenerationChunk | undefined {
    this.#hold(chunk);
    const isFirst = (chunk.index ?? 0) === 0;
    const said = isFirst ? messageFields(chunk, this.#options.blocks) : undefined;
    const ended = this.#end(chunk);
    if (said === undefined && ended === undefined) return undefined;
    const fields = {
      content: this.#options.blocks ? [] : "",
      ...said,
      ...ended,
      additional_kwargs: { ...said?.additional_kwargs, ...ended?.additional_kwargs },
      response_metadata: { ...said?.response_metadata, ...ended?.response_metadata },
    };
    // LangChain's type of `usage_metadata` here is `never`.
    const message = new AIMessageChunk(fields as AIMessageChunkFields);
    return new ChatGenerationChunk({ message, text: isFirst ? (chunk.content ?? "") : "" });
  }

  #hold(chunk: RoutedChunk): void {
    const { id, usage, modelServed, finishReason, reasoningDetails, annotations, toolCalls } = chunk;
    if (usage !== undefined) this.#usage = usage;
    if (modelServed !== undefined) this.#modelServed = modelServed;
    if (id !== undefined) this.#id = id;
    if ((chunk.index ?? 0) !== 0) return;
    if (finishReason !== undefined) this.#finishReason = finishReason;
    if (reasoningDetails !== undefined) this.#details.push(...reasoningDetails);
    if (annotations !== undefined) this.#annotations.push(...annotations);
    if (toolCalls !== undefined) for (const call of toolCalls) this.#keep(call);
  }

  /** What passes with a call may come with a later piece than its id. */
  #keep(call: ToolCallDelta): void {
    if (call.id !== undefined) this.#callIds.set(call.index, call.id);
    const id = this.#callIds.get(call.index);
    if (id !== undefined) keepCall(this.#kept, id, call);
  }

  #end({ end }: RoutedChunk) {
    if (end === undefined) return undefined;
    const { includeDecision, includeUsage } = this.#options;
    const usage = this.#usage;
    return {
      response_metadata: {
        ...callMetadata(
          end,
          { id: this.#id, modelServed: this.#modelServed },
          includeDecision ? end.decision : undefined,
        ),
        ...(this.#finishReason !== undefined && { finish_reason: this.#finishReason }),
      },
      additional_kwargs: {
        ...(this.#details.length > 0 && { reasoning_details: this.#details }),
        ...(this.#annotations.length > 0 && { annotations: this.#annotations }),
        ...writeKept(this.#kept),
      },
      ...(usage !== undefined && includeUsage && { usage_metadata: usageMetadata(usage) }),
    };
  }
}

/** What a piece says by itself; `undefined` where that is nothing. */
function messageFields(chunk: RoutedChunk, blocks: boolean) {
  const { content = "", reasoning = "", refusal = "", toolCalls, parts, audio, logprobs } = chunk;
  const isSilent = content === "" && reasoning === "" && refusal === "" && toolCalls === undefined;
  if (isSilent && parts === undefined && audio === undefined && logprobs === undefined) return undefined;
  return {
    content: decodeContent({ text: content, reasoning, parts }, blocks),
    ...(toolCalls !== undefined && { tool_call_chunks: toolCalls.map(callChunk) }),
    additional_kwargs: {
      ...(reasoning !== "" && { reasoning_content: reasoning }),
      ...(refusal !== "" && { refusal }),
      ...(audio !== undefined && { audio }),
    },
    response_metadata: logprobs === undefined ? {} : { logprobs },
  };
}

function callChunk({ index, id, name, arguments: args }: ToolCallDelta) {
  return {
    type: "tool_call_chunk" as const,
    index,
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(args !== undefined && { args }),
  };
}
