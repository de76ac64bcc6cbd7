import type { BaseLanguageModelInput, StructuredOutputMethodOptions } from "@langchain/core/language_models/base";
import type { ModelProfile } from "@langchain/core/language_models/profile";
import type { AIMessageChunk, BaseMessage } from "@langchain/core/messages";
import { type Runnable, type RunnableConfig, RunnableSequence } from "@langchain/core/runnables";
import { toJsonSchema } from "@langchain/core/utils/json_schema";
import { isInteropZodSchema } from "@langchain/core/utils/types";
import type { ChatRequest, FunctionTool, ResponseFormat } from "../../chat.ts";
import { InvalidInputError } from "../../errors.ts";
import type { JsonValue } from "../../util/json.ts";
import type { ChatModelMallCallOptions } from "./fields.ts";
import { isStrict } from "./is-strict.ts";
import { type AnySchema, StructuredParser } from "./structured-parser.ts";

/** An answer and what was read from it; `parsed` is `null` where it did not keep to the form. */
export interface RawAndParsed<Output> {
  raw: BaseMessage;
  parsed: Output;
}

/** What is needed of a model to make its answers structured. */
export interface StructurableModel {
  readonly profile: ModelProfile;
  bind(
    options: Partial<ChatModelMallCallOptions>,
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, ChatModelMallCallOptions>;
}

const METHODS = ["jsonSchema", "functionCalling", "jsonMode"] as const;

type Method = (typeof METHODS)[number];

/** A model whose answers are objects of a form. @throws {InvalidInputError} for a method nobody knows */
export function structuredOutput<Output extends Record<string, unknown>>(
  model: StructurableModel,
  schema: AnySchema<Output>,
  config: StructuredOutputMethodOptions<boolean> = {},
): Runnable<BaseLanguageModelInput, Output> | Runnable<BaseLanguageModelInput, RawAndParsed<Output>> {
  const form = formOf(schema, config);
  const method = methodOf(config.method) ?? (model.profile.structuredOutput === false ? "functionCalling" : undefined);
  const llm = model.bind({
    // Answers are read from their text.
    outputVersion: "v0",
    ls_structured_output_format: { kwargs: { method: method ?? "jsonSchema" }, schema: form.schema },
    ...askFor(form, method),
  });
  const parser = new StructuredParser<Output>({ toolName: form.name, schema });
  if (config.includeRaw !== true) return llm.pipe(parser);
  // As LangChain's own: what cannot be read is no error where the answer itself can be looked at.
  const read = async ({ raw }: { raw: BaseMessage }, options?: RunnableConfig): Promise<RawAndParsed<Output>> => {
    const parsed = await parser.invoke(raw, options).catch(() => null);
    return { raw, parsed: parsed as Output };
  };
  return RunnableSequence.from<BaseLanguageModelInput, RawAndParsed<Output>>([{ raw: llm }, read]);
}

function methodOf(method: string | undefined): Method | undefined {
  const known = METHODS.find((name) => name === method);
  if (method === undefined || known !== undefined) return known;
  const message = `expected ${METHODS.join(", ")}, got "${method}"`;
  throw new InvalidInputError("withStructuredOutput", [{ path: "method", message }]);
}

/** A form that answers must have. */
interface Form {
  readonly name: string;
  readonly description?: string;
  readonly schema: Record<string, JsonValue>;
  readonly strict?: boolean;
}

function formOf(
  given: AnySchema<Record<string, unknown>>,
  { name, strict }: StructuredOutputMethodOptions<boolean>,
): Form {
  // A function in OpenAI's words is a form too, with its own name.
  const { name: ownName, parameters } = given as { name?: unknown; parameters?: unknown };
  const isFunction = typeof ownName === "string" && typeof parameters === "object" && parameters !== null;
  const schema = toJsonSchema(isFunction ? (parameters as Record<string, unknown>) : given) as Record<
    string,
    JsonValue
  >;
  const description = isFunction ? (given as { description?: unknown }).description : schema.description;
  const fallback = isFunction ? ownName : typeof schema.title === "string" ? schema.title : "extract";
  // Code knows what it asked for, whereas a schema written down may be one no strict provider takes.
  const asked = strict ?? (isInteropZodSchema(given) && isStrict(schema) ? true : undefined);
  return {
    // Providers take no other characters (https://platform.openai.com/docs/api-reference/chat/create).
    name: (name ?? fallback).replace(/[^\w-]+/g, "_").slice(0, 64),
    schema,
    ...(typeof description === "string" && { description }),
    ...(asked !== undefined && { strict: asked }),
  };
}

function askFor(form: Form, method: Method | undefined): Partial<ChatModelMallCallOptions> {
  const { name, description, schema, strict } = form;
  const about = { ...(description !== undefined && { description }), ...(strict !== undefined && { strict }) };
  const tool: FunctionTool = { type: "function", function: { name, ...about, parameters: schema } };
  const byTool = {
    tools: [tool],
    tool_choice: { type: "function", function: { name } },
  } as const satisfies Pick<ChatRequest, "tools" | "tool_choice">;
  if (method === "functionCalling") return { tools: [tool], tool_choice: byTool.tool_choice };
  if (method === "jsonMode") return { response_format: { type: "json_object" } };
  const format: ResponseFormat = { type: "json_schema", json_schema: { name, ...about, schema } };
  return { response_format: format, ...(method === undefined && { without_response_format: byTool }) };
}
