import { own } from "../util/record.ts";
import { remembered } from "../util/remembered.ts";
import { mediaTokens } from "./media-tokens.ts";
import type { Pieces, ToolShape } from "./pieces.ts";
import type { Tokenizer } from "./tokenizer.ts";

/**
 * How many tokens a request is at OpenAI: three for each message beside role and text, three that begin the answer.
 * @see https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken
 */
export function countPieces({ turns, tools, schema, media }: Pieces, tokenizer: Tokenizer, model: string): number {
  let tokens = beginningOf(model);
  for (const turn of turns) {
    tokens += 3 + tokenizer.count(turn.role);
    if (turn.name !== undefined) tokens += 1 + tokenizer.count(turn.name);
    for (const text of turn.texts) tokens += tokenizer.count(text);
    for (const call of turn.calls) tokens += 4 + tokenizer.count(call.name) + tokenizer.count(call.arguments);
  }
  if (tools.length > 0) tokens += 9 + tokenizer.count(toolText(tools));
  if (schema !== undefined) tokens += schemaTokens(schema, tokenizer);
  for (const item of media) tokens += mediaTokens(item, "openai", model);
  return tokens;
}

/** Reasoning models begin an answer with one token less, gpt-oss every conversation with some sixty of its own. */
const beginningOf = remembered(1_000, (model: string): number => {
  if (/^(?:o[1-9]|gpt-[5-9])/.test(model.replace(/^.*\//, ""))) return 2;
  return /gpt-oss/.test(model) ? 63 : 3;
});

/** Tools as OpenAI puts them before its models: as the types of TypeScript functions. */
function toolText(tools: readonly ToolShape[]): string {
  const lines = tools.flatMap(({ name, description, parameters }) => [
    ...commented(description),
    `type ${name} = (${typeText(parameters, 0) === "{}" ? "" : `_: ${typeText(parameters, 0)}`}) => any;`,
    "",
  ]);
  return ["namespace functions {", "", ...lines, "} // namespace functions"].join("\n");
}

function typeText(schema: unknown, depth: number): string {
  const choices = own(schema, "enum") ?? own(schema, "anyOf") ?? own(schema, "oneOf");
  if (depth > 16) return "any";
  if (Array.isArray(choices))
    return choices
      .map((choice) => (typeof choice === "object" ? typeText(choice, depth + 1) : JSON.stringify(choice)))
      .join(" | ");
  const type = own(schema, "type");
  if (type === "array") return `${typeText(own(schema, "items"), depth + 1)}[]`;
  const properties = own(schema, "properties");
  if (typeof properties !== "object" || properties === null) {
    if (type === "object") return depth === 0 ? "{}" : "object";
    return type === "integer" ? "number" : typeof type === "string" ? type : "any";
  }
  const required = own(schema, "required");
  const fields = Object.entries(properties).flatMap(([key, value]) => {
    const mark = Array.isArray(required) && required.includes(key) ? "" : "?";
    return [...commented(own(value, "description")), `${key}${mark}: ${typeText(value, depth + 1)},`];
  });
  return fields.length === 0 ? "{}" : `{\n${fields.join("\n")}\n}`;
}

function commented(text: unknown): string[] {
  return typeof text === "string" && text !== "" ? [`// ${text}`] : [];
}

/** A schema for the answer is put before the model as compact JSON with a line about it. */
function schemaTokens(schema: unknown, tokenizer: Tokenizer): number {
  const inner = own(schema, "schema");
  return 14 + Math.round(0.5 * tokenizer.count(JSON.stringify(inner ?? schema) ?? ""));
}
