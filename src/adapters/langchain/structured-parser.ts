import type { AIMessage, AIMessageChunk, BaseMessage } from "@langchain/core/messages";
import {
  BaseCumulativeTransformOutputParser,
  OutputParserException,
  parseJsonMarkdown,
  parsePartialJson,
} from "@langchain/core/output_parsers";
import type { ChatGeneration, Generation } from "@langchain/core/outputs";
import type { SerializableSchema } from "@langchain/core/utils/standard_schema";
import { type InteropZodType, interopParseAsync, isInteropZodSchema } from "@langchain/core/utils/types";
import { own } from "../../util/record.ts";

/** What says how an answer must look: zod (3 or 4), a schema of the Standard Schema kind, JSON Schema, an OpenAI function. */
export type AnySchema<Output> = InteropZodType<Output> | SerializableSchema<Output> | Record<string, unknown>;

/** What a `StructuredParser` is made of. */
export interface StructuredParserFields<Output> {
  /** The tool whose arguments are the answer, where it was asked for by a tool. */
  readonly toolName: string;
  readonly schema: AnySchema<Output>;
}

/**
 * Reads a structured answer from wherever it came: the call of a tool, or the text. What the schema can check is checked,
 * and streams as one whole; what it cannot streams as it grows.
 */
export class StructuredParser<
  Output extends Record<string, unknown>,
> extends BaseCumulativeTransformOutputParser<Output> {
  override lc_namespace = ["modelmall", "langchain"];
  readonly #toolName: string;
  readonly #validate: ((value: unknown) => Promise<Output>) | undefined;

  static override lc_name(): string {
    return "StructuredParser";
  }

  constructor({ toolName, schema }: StructuredParserFields<Output>) {
    super();
    this.#toolName = toolName;
    this.#validate = validatorOf(schema);
  }

  override parse(text: string): Promise<Output> {
    return this.parseResult([{ text }]);
  }

  override async parseResult(generations: Generation[] | ChatGeneration[]): Promise<Output> {
    const [generation] = generations;
    if (generation === undefined) throw new OutputParserException("there is no answer to read");
    const message = messageOf(generation);
    const text = message?.text ?? generation.text;
    const value = callOf(message, this.#toolName)?.args ?? wholeJson(text, message);
    try {
      return this.#validate === undefined ? (value as Output) : await this.#validate(value);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new OutputParserException(`the answer does not keep to its schema: ${why}`, JSON.stringify(value));
    }
  }

  override async parsePartialResult(generations: Generation[] | ChatGeneration[]): Promise<Output | undefined> {
    const [generation] = generations;
    if (generation === undefined) return undefined;
    const message = messageOf(generation);
    const call = callOf(message, this.#toolName);
    if (call !== undefined) return call.args as Output;
    const text = message?.text ?? generation.text;
    try {
      return text.trim() === ""
        ? undefined
        : ((parseJsonMarkdown(text, parsePartialJson) as Output | null) ?? undefined);
    } catch {
      return undefined;
    }
  }

  override async *_transform(input: AsyncGenerator<string | BaseMessage>): AsyncGenerator<Output> {
    let whole: Pieces | undefined;
    let last: string | undefined;
    for await (const piece of input) {
      whole = add(whole, piece);
      const partial = this.#validate === undefined ? await this.parsePartialResult([whole]) : undefined;
      const text = partial === undefined ? last : JSON.stringify(partial);
      if (partial === undefined || text === last) continue;
      last = text;
      yield partial;
    }
    // What grew may still be broken off, and what cannot be read at all never grew.
    const read = await this.parseResult(whole === undefined ? [] : [whole]);
    if (JSON.stringify(read) !== last) yield read;
  }

  override getFormatInstructions(): string {
    return "";
  }

  /** Each partial answer stands for itself. */
  override _concatOutputChunks<Piece>(_first: Piece, second: Piece): Piece {
    return second;
  }

  override _diff(): never {
    throw new Error("a structured answer has no differences to stream");
  }
}

type Pieces = ChatGeneration | Generation;

function add(whole: Pieces | undefined, piece: string | BaseMessage): Pieces {
  if (typeof piece === "string") return { text: `${whole?.text ?? ""}${piece}` };
  const before = whole === undefined ? undefined : (messageOf(whole) as AIMessageChunk | undefined);
  const message = before === undefined ? piece : before.concat(piece as AIMessageChunk);
  return { text: message.text, message };
}

function messageOf(generation: Pieces): AIMessage | undefined {
  return "message" in generation ? (generation.message as AIMessage) : undefined;
}

function callOf(message: AIMessage | undefined, name: string) {
  return message?.tool_calls?.find((call) => call.name === name);
}

function wholeJson(text: string, message: AIMessage | undefined): unknown {
  const refusal = own(message?.additional_kwargs, "refusal");
  if (typeof refusal === "string" && refusal !== "")
    throw new OutputParserException(`the model refused to answer: ${refusal}`, text);
  try {
    // A fence is only looked for where the text is no JSON by itself: it may stand within one of its strings.
    return JSON.parse(text);
  } catch {
    try {
      return parseJsonMarkdown(text, JSON.parse);
    } catch (error) {
      const cut =
        own(message?.response_metadata, "finish_reason") === "length" ? "; it ended at its limit of tokens" : "";
      const why = error instanceof Error ? error.message : String(error);
      throw new OutputParserException(`the answer is no JSON: ${why}${cut}`, text);
    }
  }
}

function validatorOf<Output>(schema: AnySchema<Output>): ((value: unknown) => Promise<Output>) | undefined {
  if (isInteropZodSchema(schema)) return (value) => interopParseAsync(schema as InteropZodType<Output>, value);
  const validate = own(schemaProtocol(schema), "validate");
  if (typeof validate !== "function") return undefined;
  return async (value) => {
    const result = await validate(value);
    if (result.issues === undefined) return result.value;
    throw new Error(result.issues.map(({ message }: { message: string }) => message).join("; "));
  };
}

/** https://standardschema.dev */
function schemaProtocol(schema: object): unknown {
  return "~standard" in schema ? schema["~standard"] : undefined;
}
