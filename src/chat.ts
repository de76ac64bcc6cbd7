import type { Adaptation, Attempt, Cost, Usage } from "./usage.ts";
import type { JsonValue } from "./util/json.ts";

/**
 * What is asked of a chat model: the body of OpenAI's Chat Completions without `model` and `stream`, under its names
 * (https://platform.openai.com/docs/api-reference/chat/create). Every dialect translates from and to it.
 */
export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly Tool[];
  readonly tool_choice?: ToolChoice;
  readonly parallel_tool_calls?: boolean;
  readonly response_format?: ResponseFormat;
  readonly reasoning_effort?: ReasoningEffort;
  readonly temperature?: number | null;
  readonly top_p?: number | null;
  readonly top_k?: number | null;
  /** Tokens of the answer; `max_completion_tokens` means the same and is what newer OpenAI models take. */
  readonly max_tokens?: number | null;
  readonly max_completion_tokens?: number | null;
  readonly stop?: string | readonly string[] | null;
  readonly seed?: number | null;
  readonly presence_penalty?: number | null;
  readonly frequency_penalty?: number | null;
  readonly logit_bias?: Readonly<Record<string, number>> | null;
  readonly logprobs?: boolean | null;
  readonly top_logprobs?: number | null;
  /** How many answers. */
  readonly n?: number | null;
  readonly user?: string;
  readonly metadata?: Readonly<Record<string, string>> | null;
  readonly modalities?: readonly string[] | null;
  readonly audio?: { readonly voice: JsonValue; readonly format: string } | null;
  /** Fields of a provider's own, put into the body as they are; they win over what was translated. */
  readonly extra?: Readonly<Record<string, JsonValue>>;
  /** The dialect `extra` was read from, whose words it is in; no other sends it. Absent: the caller's own, sent as it is. */
  readonly extraDialect?: string;
  /** What a config adds to `extra` for the one target asked, in that target's own words; `extra` wins over it. */
  readonly targetExtra?: Readonly<Record<string, JsonValue>>;
}

/** How much a model thinks before it answers. */
export type ReasoningEffort = "none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max";

/** One turn of a conversation. */
export type ChatMessage = SystemMessage | UserMessage | AssistantMessage | ToolMessage;

/** What the application says beforehand; `developer` is OpenAI's newer word for it. */
export interface SystemMessage extends Passing {
  readonly role: "system" | "developer";
  readonly content: string | readonly ContentPart[];
  readonly name?: string;
}

/** What the user says. */
export interface UserMessage extends Passing {
  readonly role: "user";
  readonly content: string | readonly ContentPart[];
  readonly name?: string;
}

/** What the model said; a reply's `message` can be sent back as it is. */
export interface AssistantMessage extends Passing {
  readonly role: "assistant";
  readonly content?: string | readonly ContentPart[] | null;
  readonly tool_calls?: readonly ToolCall[];
  readonly refusal?: string | null;
  /** What it thought, as each dialect needs it back (signatures, encrypted parts) for the next turn. */
  readonly reasoning_details?: readonly ReasoningDetail[];
  readonly audio?: { readonly id: string; readonly [unknown: string]: JsonValue | undefined } | null;
  readonly name?: string;
}

/** What a tool answered. */
export interface ToolMessage extends Passing {
  readonly role: "tool";
  readonly content: string | readonly ContentPart[];
  readonly tool_call_id: string;
}

/** Fields of a dialect's own that travel with a part (`cache_control`); a dialect that does not know one reports it as not carried. */
export interface Passing {
  readonly [unknown: string]: unknown;
}

/** A piece of content. */
export type ContentPart = TextPart | ImagePart | AudioPart | FilePart | RefusalPart | NativePart;

/** A piece of text. */
export interface TextPart extends Passing {
  readonly type: "text";
  readonly text: string;
}

/** An image by address or as a `data:` URL. */
export interface ImagePart extends Passing {
  readonly type: "image_url";
  readonly image_url: { readonly url: string; readonly detail?: "auto" | "low" | "high" };
}

/** A recording. */
export interface AudioPart extends Passing {
  readonly type: "input_audio";
  /** Base64, and `wav` or `mp3`. */
  readonly input_audio: { readonly data: string; readonly format: string };
}

/** A document: a `data:` URL or address, or the id of one uploaded before. */
export interface FilePart extends Passing {
  readonly type: "file";
  readonly file: { readonly filename?: string; readonly file_data?: string; readonly file_id?: string };
}

/** What the model says instead of an answer it will not give. */
export interface RefusalPart extends Passing {
  readonly type: "refusal";
  readonly refusal: string;
}

/** A piece only one dialect knows, in its own words; any other refuses it. */
export interface NativePart {
  readonly type: "native";
  readonly dialect: string;
  readonly value: JsonValue;
}

/** A piece of thinking; `data` and `signature` mean something only to the provider they came from. */
export interface ReasoningDetail {
  readonly type: "text" | "summary" | "encrypted" | "item";
  /** The dialect it came from. */
  readonly dialect: string;
  /** Of an `item`: what came between two thoughts (a search its provider made), in its dialect's own words. */
  readonly value?: JsonValue;
  readonly text?: string;
  readonly signature?: string;
  readonly data?: string;
  readonly id?: string;
  /** How its provider names its shape, or the field it stood in, where that is needed to send it back. */
  readonly format?: string;
}

/** A tool the model may call, or one that its provider runs itself. */
export type Tool = FunctionTool | NativePart;

/** A tool the application runs. */
export interface FunctionTool extends Passing {
  readonly type: "function";
  readonly function: {
    readonly name: string;
    readonly description?: string;
    /** JSON Schema of the arguments; absent: none. */
    readonly parameters?: Readonly<Record<string, JsonValue>>;
    readonly strict?: boolean | null;
  };
}

/** Whether the model may, must or must not call a tool, and which. */
export type ToolChoice =
  | "auto"
  | "none"
  | "required"
  | { readonly type: "function"; readonly function: { readonly name: string } }
  | {
      readonly type: "allowed_tools";
      readonly allowed_tools: { readonly mode: "auto" | "required"; readonly tools: readonly JsonValue[] };
    };

/** What form the answer must have. */
export type ResponseFormat =
  | { readonly type: "text" }
  | { readonly type: "json_object" }
  | {
      readonly type: "json_schema";
      readonly json_schema: {
        readonly name: string;
        readonly description?: string;
        readonly schema?: Readonly<Record<string, JsonValue>>;
        readonly strict?: boolean | null;
      };
    };

/** A call the model wants made; `arguments` is the JSON text as the model wrote it. */
export interface ToolCall extends Passing {
  readonly id: string;
  readonly type: "function";
  readonly function: { readonly name: string; readonly arguments: string };
  /** What the provider wants back with the call (Gemini's thought signature). */
  readonly signature?: string;
}

/**
 * Why an answer ended. `other` is anything a provider has beyond these; its own word stands in `finishReasonRaw`, and
 * where that is absent too, the provider did not say.
 */
export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter" | "other";

/** One answer of several (`n`). */
export interface ChatChoice {
  readonly index: number;
  /** What it said, as a message that can be sent back. */
  readonly message: AssistantMessage;
  /** All text of it; empty where it said nothing. */
  readonly content: string;
  readonly reasoning?: string;
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason: FinishReason;
  readonly finishReasonRaw?: string;
  readonly logprobs?: JsonValue;
  /** Sources, as their provider tells them. */
  readonly annotations?: readonly JsonValue[];
}

/** What a dialect makes of an answer. */
export interface DecodedReply {
  readonly id?: string;
  /** The model that served it, by the provider's word. */
  readonly modelServed?: string;
  readonly choices: readonly ChatChoice[];
  /** Absent where the provider said nothing of it. */
  readonly usage?: Usage;
}

/** An answer, whole: the first choice at hand, and everything that is known of the call. */
export interface ChatReply extends DecodedReply {
  /** The first choice's. */
  readonly content: string;
  readonly reasoning?: string;
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason: FinishReason;
  readonly message: AssistantMessage;
  readonly cost: Cost;
  readonly modelAsked: string;
  /** `backend/model-id`. */
  readonly target: string;
  readonly attempts: readonly Attempt[];
  readonly latencyMs: number;
  readonly adaptations: readonly Adaptation[];
  /** The provider's own answer, parsed. */
  readonly raw: unknown;
  /** The dialect `raw` is in, where that was asked for and it means the same to a client of it, as it is. */
  readonly rawDialect?: string;
  /** `raw` as its provider wrote it, where that may be passed on, and holds no escapes that hide what it says. */
  readonly rawText?: string;
}

/** A piece of an answer as it streams in; the last one carries finish reason, usage and cost. */
export interface ChatChunk {
  /** Which of several answers. @default 0 */
  readonly index?: number;
  readonly content?: string;
  readonly reasoning?: string;
  readonly refusal?: string;
  readonly toolCalls?: readonly ToolCallDelta[];
  readonly reasoningDetails?: readonly ReasoningDetail[];
  readonly audio?: JsonValue;
  /** Content that is no text, each piece whole: an image the model made. */
  readonly parts?: readonly ContentPart[];
  readonly logprobs?: JsonValue;
  readonly annotations?: readonly JsonValue[];
  readonly finishReason?: FinishReason;
  readonly finishReasonRaw?: string;
  readonly id?: string;
  readonly modelServed?: string;
  readonly usage?: Usage;
  /** What the provider wrote, where that was asked for and means the same to a client of its dialect; chunks of one event share it. */
  readonly raw?: RawEvent;
  /** Only on the last chunk a backend gives. */
  readonly end?: StreamEnd;
}

/** An event of a stream as its provider wrote it, in the words of its dialect. */
export interface RawEvent {
  readonly dialect: string;
  readonly event?: string;
  /** JSON, whatever line ends are in it; a secret of the account's is not. */
  readonly data: string;
}

/** A piece of a tool call; `id`, `name` and what passes with the call come with its first piece. */
export interface ToolCallDelta extends Passing {
  /** Its place among the calls of this answer. */
  readonly index: number;
  readonly id?: string;
  readonly name?: string;
  readonly arguments?: string;
  readonly signature?: string;
}

/** What is known when a stream has ended well. */
export interface StreamEnd {
  readonly cost: Cost;
  readonly modelAsked: string;
  readonly target: string;
  readonly attempts: readonly Attempt[];
  readonly latencyMs: number;
  /** Milliseconds until the first content. */
  readonly firstContentMs?: number;
  readonly adaptations: readonly Adaptation[];
}
