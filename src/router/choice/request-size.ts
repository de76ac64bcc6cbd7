import type { ChatRequest, ContentPart, UserMessage } from "../../chat.ts";
import { estimatePieces, rememberingEstimator } from "../../tokens/estimate.ts";
import { familyOf } from "../../tokens/family.ts";
import { type Pieces, piecesOf } from "../../tokens/pieces.ts";
import type { Tokenizer } from "../../tokens/tokenizer.ts";

/** How large a request is, as far as somebody asks. */
export interface RequestSize {
  /** Tokens of input, more than there can be: cheap to tell, so that a small request need not be counted. */
  readonly atMost: number;
  /** Tokens of input as a model of this name counts them, or any model does: estimated when first asked, then remembered. */
  estimate(model?: string): number;
  /** Tokens of each answer the request allows; absent where it leaves that open. */
  readonly maxTokens?: number;
  /** How many answers. @default 1 */
  readonly answers?: number;
}

/**
 * No tokenizer makes more tokens of a text than it has bytes; the estimate adds up to a fifth for families that cut
 * finely.
 */
const TOKENS_PER_BYTE = 1.2;
/** What a family's template says before a request, before its tools, and around each message, call and tool: more than any does. */
const OVERHEAD = { request: 600, tools: 800, message: 10, call: 8, tool: 40 };
/** Of an image in any family, but for those whose prices count it several times. */
const PER_IMAGE = 4_000;
/** Speech at 16 kbit a second, base64 of it, and 32 tokens a second. */
const CHARACTERS_PER_AUDIO_TOKEN = 50;
/** A page has a thousand bytes at least, and 2,000 tokens at most. */
const TOKENS_PER_FILE_CHARACTER = 2;
const PER_FILE = 2_000;

/** The size of a chat request. Content it changes after this call is not seen. */
export function sizeOf(request: ChatRequest): RequestSize {
  return new ChatSize(request);
}

/** The size of texts, or of what comes in parts, that get no answer in words: what is embedded, put in an order, or judged. */
export function sizeOfTexts(texts: readonly UserMessage["content"][]): RequestSize {
  const messages = texts.map((content) => ({ role: "user" as const, content }));
  return new ChatSize({ messages, max_tokens: 0 });
}

/** What a request was estimated at for a model, and for others before it: few, so that no table is worth making. */
interface Estimate {
  readonly model: string;
  readonly tokens: number;
  readonly before: Estimate | undefined;
}

class ChatSize implements RequestSize {
  readonly atMost: number;
  readonly maxTokens?: number;
  readonly answers?: number;
  readonly #request: ChatRequest;
  #pieces: Pieces | undefined;
  #tokenizer: Tokenizer | undefined;
  #estimates: Estimate | undefined;

  constructor(request: ChatRequest) {
    this.#request = request;
    this.atMost = upperBound(request);
    const maxTokens = request.max_completion_tokens ?? request.max_tokens;
    if (typeof maxTokens === "number") this.maxTokens = maxTokens;
    if (typeof request.n === "number" && request.n > 1) this.answers = request.n;
  }

  estimate(model = ""): number {
    for (let one = this.#estimates; one !== undefined; one = one.before) if (one.model === model) return one.tokens;
    this.#pieces ??= piecesOf(this.#request);
    this.#tokenizer ??= rememberingEstimator();
    const tokens = estimatePieces(this.#pieces, familyOf(model), model.toLowerCase(), this.#tokenizer);
    this.#estimates = { model, tokens, before: this.#estimates };
    return tokens;
  }
}

function upperBound({ messages, tools, response_format: format }: ChatRequest): number {
  let most = OVERHEAD.request + OVERHEAD.message * messages.length;
  for (const message of messages) {
    const { content, name } = message;
    if (typeof content === "string") most += mostOf(content);
    else if (Array.isArray(content)) for (const part of content) most += mostOfPart(part);
    most += mostOf(name);
    if (!("tool_calls" in message) || !Array.isArray(message.tool_calls)) continue;
    for (const call of message.tool_calls) {
      most += OVERHEAD.call + mostOf(call?.function?.name) + mostOf(call?.function?.arguments);
    }
  }
  if (tools !== undefined && tools.length > 0) {
    most += OVERHEAD.tools + OVERHEAD.tool * tools.length + mostOf(JSON.stringify(tools));
  }
  if (format?.type === "json_schema") most += mostOf(JSON.stringify(format.json_schema));
  return Math.ceil(most);
}

function mostOf(text: unknown): number {
  return typeof text === "string" ? TOKENS_PER_BYTE * Buffer.byteLength(text) : 0;
}

function mostOfPart(part: ContentPart): number {
  switch (part?.type) {
    case "text":
      return 1 + mostOf(part.text);
    case "refusal":
      return 1 + mostOf(part.refusal);
    case "native":
      return 1 + mostOf(JSON.stringify(part.value));
    case "image_url":
      return PER_IMAGE;
    case "input_audio":
      return 1 + Math.ceil((part.input_audio?.data?.length ?? 0) / CHARACTERS_PER_AUDIO_TOKEN);
    case "file":
      return PER_FILE + TOKENS_PER_FILE_CHARACTER * (part.file?.file_data?.length ?? 0);
    default:
      return 0;
  }
}
