import type { FunctionTool, Tool, ToolChoice } from "../../chat.ts";
import { reportPassing } from "../../dialect/passing-fields.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import type { Encoding } from "./encode-parts.ts";
import { reportSchema } from "./schema-keywords.ts";

/** Fields of a declaration that only Google knows, and the schema as OpenAPI writes it, where the caller gave that. */
export const OWN_FIELDS = ["openapiParameters", "behavior", "response", "responseJsonSchema"] as const;
const KNOWN: ReadonlySet<string> = new Set(["type", "function", "google", ...OWN_FIELDS]);

/** Tools as Google declares them: functions that stand together in one list. @throws {CallError} `unsupported_request` */
export function encodeTools(tools: readonly Tool[], { context, adaptations }: Encoding): UnknownRecord[] {
  const encoded: UnknownRecord[] = [];
  let declarations: UnknownRecord[] | undefined;
  tools.forEach((tool, index) => {
    const field = `tools[${index}]`;
    if (tool.type === "function") {
      if (context.facts.capabilities?.tools === false) {
        throw unsupported(field, `${context.model} calls no functions; ask another model, or leave tools out`);
      }
      if (declarations === undefined) {
        declarations = [];
        encoded.push({ functionDeclarations: declarations });
      }
      declarations.push(encodeFunction(tool, field, adaptations));
      return;
    }
    declarations = undefined;
    if (tool.type !== "native" || tool.dialect !== "google" || !isRecord(tool.value)) {
      const dialect = tool.type === "native" ? tool.dialect : JSON.stringify((tool as { type: unknown }).type);
      const what = `a tool in the words of ${dialect} means nothing to Google; expected functions, or native ones such as { googleSearch: {} }`;
      throw unsupported(field, what);
    }
    encoded.push(tool.value);
  });
  return encoded;
}

function encodeFunction(tool: FunctionTool, field: string, adaptations: Encoding["adaptations"]): UnknownRecord {
  reportPassing(tool, KNOWN, field, "Google", adaptations);
  const { name, description, parameters, strict } = tool.function;
  if (strict) {
    const what = "Google promises no exact arguments; strict was left out (toolConfig mode VALIDATED comes nearest)";
    adaptations.push({ field: `${field}.function.strict`, what });
  }
  const declaration: UnknownRecord = { name };
  if (description !== undefined && description !== null) declaration.description = description;
  if (tool.openapiParameters !== undefined) declaration.parameters = tool.openapiParameters;
  else if (parameters !== undefined && parameters !== null) {
    reportSchema(parameters, `${field}.function.parameters`, adaptations);
    declaration.parametersJsonSchema = parameters;
  }
  for (const key of OWN_FIELDS) {
    if (key !== "openapiParameters" && tool[key] !== undefined) declaration[key] = tool[key];
  }
  if (isRecord(tool.google)) Object.assign(declaration, tool.google);
  return declaration;
}

/** A tool choice as `functionCallingConfig` (https://ai.google.dev/api/caching#FunctionCallingConfig). @throws {CallError} `unsupported_request` */
export function encodeToolChoice(choice: ToolChoice): UnknownRecord {
  if (choice === "auto") return { mode: "AUTO" };
  if (choice === "none") return { mode: "NONE" };
  if (choice === "required") return { mode: "ANY" };
  if (isRecord(choice) && choice.type === "function") {
    return { mode: "ANY", allowedFunctionNames: [nameOf(choice, "tool_choice")] };
  }
  if (isRecord(choice) && choice.type === "allowed_tools") {
    const { mode, tools } = choice.allowed_tools;
    const names = tools.map((tool, index) => nameOf(tool, `tool_choice.allowed_tools.tools[${index}]`));
    // VALIDATED is AUTO that can be limited to some functions.
    return { mode: mode === "required" ? "ANY" : "VALIDATED", allowedFunctionNames: names };
  }
  throw unsupported("tool_choice", "Google knows auto, none, required, one function and allowed_tools of functions");
}

function nameOf(tool: unknown, field: string): string {
  const called = isRecord(tool) && isRecord(tool.function) ? tool.function : tool;
  const name = isRecord(called) ? called.name : undefined;
  if (typeof name === "string" && name !== "") return name;
  throw unsupported(field, "Google limits the choice to functions alone; expected one, with its name");
}
