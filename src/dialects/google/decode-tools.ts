import type { FunctionTool, NativePart, Tool, ToolChoice } from "../../chat.ts";
import { passingFields } from "../../dialect/passing-fields.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { OWN_FIELDS } from "./encode-tools.ts";
import { fromOpenApi } from "./openapi-schema.ts";
import { protoList } from "./proto-json.ts";

/** Google's tools in our words: its functions one by one, each tool of its own as a native part. */
export function decodeTools(tools: unknown): Tool[] {
  return protoList(tools).flatMap((tool) => {
    const decoded: Tool[] = protoList(tool.functionDeclarations).map(decodeFunction);
    for (const [name, value] of Object.entries(tool)) {
      if (name === "functionDeclarations") continue;
      const native: NativePart = { type: "native", dialect: "google", value: { [name]: value as JsonValue } };
      decoded.push(native);
    }
    return decoded;
  });
}

function decodeFunction(declaration: UnknownRecord): FunctionTool {
  const { name, description, parameters, parametersJsonSchema, ...own } = declaration;
  const schema = isRecord(parametersJsonSchema) ? (parametersJsonSchema as Record<string, JsonValue>) : undefined;
  const converted = isRecord(parameters) && schema === undefined ? fromOpenApi(parameters) : schema;
  return {
    ...passingFields(own, OWN_FIELDS, "google"),
    type: "function",
    function: {
      name: typeof name === "string" ? name : "",
      ...(typeof description === "string" ? { description } : undefined),
      ...(converted === undefined ? undefined : { parameters: converted }),
    },
    // Goes back as it came, for the way from JSON Schema to OpenAPI loses things.
    ...(isRecord(parameters) && schema === undefined ? { openapiParameters: parameters } : undefined),
  };
}

/** `functionCallingConfig` in our words; `undefined` for what we have none for. */
export function decodeToolChoice(config: UnknownRecord): ToolChoice | undefined {
  const { mode, allowedFunctionNames, ...others } = config;
  if (Object.keys(others).length > 0 || typeof mode !== "string") return undefined;
  const names = Array.isArray(allowedFunctionNames)
    ? allowedFunctionNames.filter((name): name is string => typeof name === "string" && name !== "")
    : [];
  if (names.length === 0) {
    if (mode === "AUTO") return "auto";
    if (mode === "NONE") return "none";
    return mode === "ANY" ? "required" : undefined;
  }
  const [only = ""] = names;
  if (mode === "ANY" && names.length === 1) return { type: "function", function: { name: only } };
  if (mode !== "ANY" && mode !== "VALIDATED") return undefined;
  const tools = names.map((name) => ({ type: "function", function: { name } }));
  return { type: "allowed_tools", allowed_tools: { mode: mode === "ANY" ? "required" : "auto", tools } };
}
