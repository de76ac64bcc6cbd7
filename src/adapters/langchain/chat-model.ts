import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import type { BaseLanguageModelInput, StructuredOutputMethodOptions } from "@langchain/core/language_models/base";
import { BaseChatModel, type LangSmithParams } from "@langchain/core/language_models/chat_models";
import type { ModelProfile } from "@langchain/core/language_models/profile";
import type { AIMessageChunk, BaseMessage } from "@langchain/core/messages";
import type { ChatGenerationChunk, ChatResult } from "@langchain/core/outputs";
import type { Runnable } from "@langchain/core/runnables";
import type { ChatRequest } from "../../chat.ts";
import type { RoutedChunk, RoutedReply, Router, RouterCallOptions } from "../../router.ts";
import { type DecodeOptions, decodeReply } from "./decode-reply.ts";
import { StreamDecoder } from "./decode-stream.ts";
import { type EncodedRequest, encodeOptions, encodeRequest } from "./encode-request.ts";
import { encodeTools, type GivenTool } from "./encode-tools.ts";
import { failureFor, lacksCapability } from "./failure.ts";
import { type ChatModelMallCallOptions, type ChatModelMallFields, parametersOf } from "./fields.ts";
import { routingDefaults, routingOf } from "./routing.ts";
import { type RawAndParsed, structuredOutput } from "./structured-output.ts";
import type { AnySchema } from "./structured-parser.ts";
import { sumOfTokenUsage } from "./token-usage.ts";

/**
 * A chat model of LangChain by a name of a modelmall config: each call goes where the router sends it, and what became
 * of it stands in `response_metadata`.
 *
 * ```ts
 * const model = new ChatModelMall({ router, model: "assistant", temperature: 0 });
 * const { text, usage_metadata, response_metadata } = await model.invoke("Hello!");
 * ```
 */
export class ChatModelMall extends BaseChatModel<ChatModelMallCallOptions> {
  /** The name that is asked for. */
  readonly model: string;
  readonly streamUsage: boolean;
  readonly includeDecision: boolean;
  // Neither is to be seen by who prints or traces the model.
  readonly #router: Router;
  readonly #routing: RouterCallOptions;
  readonly #defaults: Partial<ChatRequest>;
  readonly #profile: ModelProfile;
  readonly #limited: boolean;

  static override lc_name(): string {
    return "ChatModelMall";
  }

  constructor(fields: ChatModelMallFields) {
    const { router, model, stop, streamUsage = true, includeDecision = false, profile = {} } = fields;
    // The router is the one who tries again, and says what an error is.
    super({ ...baseFields(fields), maxRetries: 0, onFailedAttempt: rethrow });
    this.model = model;
    this.streamUsage = streamUsage;
    this.includeDecision = includeDecision;
    this.#router = router;
    this.#routing = routingDefaults(fields);
    this.#defaults = { ...parametersOf(fields), ...(stop !== undefined && { stop }) };
    this.#profile = profile;
    this.#limited = fields.maxConcurrency !== undefined;
  }

  override get profile(): ModelProfile {
    return this.#profile;
  }

  override _llmType(): string {
    return "modelmall";
  }

  /** What of a call is traced: its parameters, never keys. */
  override invocationParams(options: Partial<ChatModelMallCallOptions> = {}): Record<string, unknown> {
    return { model: this.model, ...encodeOptions(this.#defaults, options) };
  }

  /** By what a cache tells models apart. */
  override _identifyingParams(): Record<string, unknown> {
    return { model_name: this.model, ...this.#defaults };
  }

  override getLsParams(options: this["ParsedCallOptions"]): LangSmithParams {
    const { temperature, max_tokens: maxTokens, stop } = encodeOptions(this.#defaults, { ...options, tools: [] });
    return {
      ls_provider: "modelmall",
      ls_model_name: this.model,
      ls_model_type: "chat",
      ...(typeof temperature === "number" && { ls_temperature: temperature }),
      ...(typeof maxTokens === "number" && { ls_max_tokens: maxTokens }),
      ...(stop !== undefined && stop !== null && { ls_stop: typeof stop === "string" ? [stop] : [...stop] }),
    };
  }

  override _combineLLMOutput(...outputs: (Record<string, unknown> | undefined)[]): Record<string, unknown> {
    return { tokenUsage: sumOfTokenUsage(outputs) };
  }

  /** The model with tools it may call: LangChain's, those in OpenAI's or Anthropic's words, or a dialect's own. */
  override bindTools(
    tools: GivenTool[],
    options: Partial<ChatModelMallCallOptions> = {},
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, ChatModelMallCallOptions> {
    const { strict, ...rest } = options;
    return this.withConfig({ ...rest, tools: encodeTools(tools, strict) });
  }

  /**
   * The model with answers of a form: by the provider's own means where a target of the route has them
   * (`response_format`), else by a tool it must call; `method` decides otherwise.
   */
  override withStructuredOutput<Output extends Record<string, unknown> = Record<string, unknown>>(
    schema: AnySchema<Output>,
    config?: StructuredOutputMethodOptions<false>,
  ): Runnable<BaseLanguageModelInput, Output>;
  override withStructuredOutput<Output extends Record<string, unknown> = Record<string, unknown>>(
    schema: AnySchema<Output>,
    config?: StructuredOutputMethodOptions<true>,
  ): Runnable<BaseLanguageModelInput, RawAndParsed<Output>>;
  override withStructuredOutput<Output extends Record<string, unknown> = Record<string, unknown>>(
    schema: AnySchema<Output>,
    config?: StructuredOutputMethodOptions<boolean>,
  ): Runnable<BaseLanguageModelInput, Output> | Runnable<BaseLanguageModelInput, RawAndParsed<Output>> {
    return structuredOutput({ profile: this.profile, bind: (options) => this.withConfig(options) }, schema, config);
  }

  override async _generate(messages: BaseMessage[], options: this["ParsedCallOptions"]): Promise<ChatResult> {
    const { signal } = options;
    try {
      signal?.throwIfAborted();
      const asked = encodeRequest(messages, this.#defaults, options);
      const routing = routingOf(this.#routing, options, signal);
      const generate = () => this.#generate(asked, routing);
      return decodeReply(await (this.#limited ? this.caller.call(generate) : generate()), this.#decoding(options));
    } catch (error) {
      throw failureFor(error, signal);
    }
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const { signal } = options;
    try {
      signal?.throwIfAborted();
      const decoder = new StreamDecoder({ ...this.#decoding(options), includeUsage: this.streamUsage });
      const asked = encodeRequest(messages, this.#defaults, options);
      for await (const piece of this.#stream(asked, routingOf(this.#routing, options, signal))) {
        const chunk = decoder.push(piece);
        if (chunk === undefined) continue;
        yield chunk;
        const place = { prompt: 0, completion: 0 };
        await runManager?.handleLLMNewToken(chunk.text, place, undefined, undefined, undefined, { chunk });
      }
    } catch (error) {
      throw failureFor(error, signal);
    }
  }

  async #generate({ request, otherwise }: EncodedRequest, routing: RouterCallOptions): Promise<RoutedReply> {
    try {
      return await this.#router.generate(this.model, request, routing);
    } catch (error) {
      if (otherwise === undefined || !lacksCapability(error)) throw error;
      return await this.#router.generate(this.model, otherwise, routing);
    }
  }

  async *#stream({ request, otherwise }: EncodedRequest, routing: RouterCallOptions): AsyncGenerator<RoutedChunk> {
    try {
      yield* this.#router.stream(this.model, request, routing);
    } catch (error) {
      // Where no target can do it nothing was sent, and nothing has come.
      if (otherwise === undefined || !lacksCapability(error)) throw error;
      yield* this.#router.stream(this.model, otherwise, routing);
    }
  }

  #decoding({ outputVersion }: this["ParsedCallOptions"]): DecodeOptions {
    return { blocks: (outputVersion ?? this.outputVersion) === "v1", includeDecision: this.includeDecision };
  }
}

/** What LangChain itself reads of the fields; the rest is not handed to it, for it remembers what it is handed. */
function baseFields(fields: ChatModelMallFields) {
  const { router: _, model, profile, routerOptions, sessionKey, caller, stop, extra, ...rest } = fields;
  return rest;
}

function rethrow(error: unknown): never {
  throw error;
}
