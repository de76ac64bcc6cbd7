import type { ChatRequest, ResponseFormat } from "../../chat.ts";
import { closeSchema } from "./close-schema.ts";
import type { Block, Encoding } from "./encoding.ts";
import { JSON_ANSWER } from "./json-answer.ts";

type JsonSchema = Extract<ResponseFormat, { type: "json_schema" }>["json_schema"];

/** Puts a response format into a body whose tools, choice and thinking stand. */
export function encodeFormat({ response_format: format, extra }: ChatRequest, body: Block, encoding: Encoding): void {
  if (format === undefined || format === null || format.type === "text") return;
  if (format.type === "json_object" || format.json_schema.schema === undefined) {
    encoding.adapt("response_format", "asked for in words: Anthropic has no JSON mode without a schema");
    addToSystem(body, "Answer with one JSON object, and with nothing before or after it.");
  } else if (encoding.rules.takesSchemas) bySchema(format.json_schema, body, encoding);
  else if (isForced(body.tool_choice as Block | undefined)) {
    encoding.adapt("response_format", "ignored: the answer is the tool call that tool_choice asks for");
  } else byTool(format.json_schema, body, encoding, extra?.thinking ?? body.thinking);
}

function bySchema({ schema = {}, description }: JsonSchema, body: Block, encoding: Encoding): void {
  const closed = closeSchema(schema);
  if (closed !== schema) {
    encoding.adapt(
      "response_format.json_schema.schema",
      "its objects take no further properties, and limits Anthropic cannot enforce are told in descriptions",
    );
  }
  if (description !== undefined) {
    encoding.adapt(
      "response_format.json_schema.description",
      "told in the system message: a schema of Anthropic's has none",
    );
    addToSystem(body, `The JSON you answer with: ${description}`);
  }
  body.output_config = { ...(body.output_config as Block), format: { type: "json_schema", schema: closed } };
}

function byTool({ schema, description }: JsonSchema, body: Block, encoding: Encoding, thinking: unknown): void {
  const choice = body.tool_choice as Block | undefined;
  const others = choice?.type === "none" ? [] : ((body.tools as Block[] | undefined) ?? []);
  const tool = {
    name: JSON_ANSWER,
    description: `Gives the final answer.${description === undefined ? "" : ` ${description}`}`,
    input_schema: schema?.type === undefined ? { type: "object", ...schema } : schema,
  };
  body.tools = [...others, tool];
  const type = (thinking as Block | undefined)?.type;
  const mayForce = type !== "enabled" && type !== "adaptive" && encoding.rules.takesForcedTools;
  if (mayForce)
    body.tool_choice = others.length === 0 ? { type: "tool", name: JSON_ANSWER } : { ...choice, type: "any" };
  else {
    body.tool_choice = { ...choice, type: "auto" };
    addToSystem(body, `Give your final answer by calling the tool ${JSON_ANSWER}.`);
  }
  encoding.adapt(
    "response_format",
    `${mayForce ? "a tool the model must call" : "a tool the model is told to call"}: ${encoding.context.model} knows no JSON schema`,
  );
}

function isForced(choice: Block | undefined): boolean {
  return choice?.type === "any" || choice?.type === "tool";
}

function addToSystem(body: Block, text: string): void {
  const { system } = body;
  if (typeof system === "string" && system !== "") body.system = `${system}\n\n${text}`;
  else body.system = Array.isArray(system) ? [...system, { type: "text", text }] : text;
}
