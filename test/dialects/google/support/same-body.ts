type Fields = Record<string, unknown>;

/**
 * A recorded body as our encoder writes it, where proto JSON leaves the choice. The differences, each with its reason:
 * `null` and empty objects mean absent; snake_case names mean the same as camelCase; `thought: false` is the default;
 * a system instruction has no role that matters; base64 may have either alphabet, other providers take but one.
 */
export function sameBody(body: unknown): Fields {
  const fields = camel(body);
  const { systemInstruction, contents, tools, generationConfig, toolConfig } = fields;
  if (systemInstruction !== undefined)
    fields.systemInstruction = { parts: list(camel(systemInstruction).parts).map(samePart) };
  fields.contents = list(contents)
    .map(camel)
    .map(({ role, parts }) => ({ role, parts: list(parts).map(samePart) }));
  if (tools !== undefined) fields.tools = list(tools).map(sameTool);
  if (generationConfig !== undefined) fields.generationConfig = camel(generationConfig);
  if (toolConfig !== undefined) fields.toolConfig = camel(toolConfig);
  for (const [key, value] of Object.entries(fields)) {
    if (typeof value === "object" && value !== null && Object.keys(value).length === 0) delete fields[key];
  }
  return fields;
}

function samePart(part: unknown): Fields {
  const { thought, ...fields } = camel(part);
  if (thought === true) fields.thought = true;
  for (const name of ["functionCall", "functionResponse", "inlineData", "fileData"]) {
    if (fields[name] !== undefined) fields[name] = camel(fields[name]);
  }
  const { inlineData, functionResponse } = fields;
  const media = (functionResponse as Fields | undefined)?.parts;
  if (media !== undefined) (functionResponse as Fields).parts = list(media).map(samePart);
  if (inlineData !== undefined) {
    const { data, mimeType } = inlineData as { data: string; mimeType: string };
    fields.inlineData = { mimeType, data: data.replaceAll("-", "+").replaceAll("_", "/") };
  }
  return fields;
}

function sameTool(tool: unknown): Fields {
  const { functionDeclarations, ...fields } = camel(tool);
  return functionDeclarations === undefined
    ? fields
    : { functionDeclarations: list(functionDeclarations).map(camel), ...fields };
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function camel(value: unknown): Fields {
  const entries = Object.entries(value as Fields).filter(([, item]) => item !== null);
  return Object.fromEntries(
    entries.map(([name, item]) => [name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()), item]),
  );
}
