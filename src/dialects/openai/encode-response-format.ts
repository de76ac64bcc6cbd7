import type { ChatRequest } from "../../chat.ts";
import type { UnknownRecord } from "../../util/record.ts";
import { adapt, type Encoding } from "./encoding.ts";

/** The form of the answer; a provider without a format gets the nearest it has. */
export function encodeResponseFormat(request: ChatRequest, body: UnknownRecord, encoding: Encoding): void {
  const { response_format: format } = request;
  if (format === undefined) return;
  const { withoutFormats = [] } = encoding.compatibility;
  const { title } = encoding.context.provider;
  if (format.type === "json_schema" && withoutFormats.includes("json_schema")) {
    const { schema, description = "" } = format.json_schema;
    body.response_format = { type: "json_object" };
    body.messages = [
      { role: "system", content: instruction(description, schema) },
      ...(body.messages as readonly unknown[]),
    ];
    adapt(
      encoding,
      "response_format",
      `${title} takes no JSON schema; it was put into a system message, and JSON asked for`,
    );
  } else if (format.type === "json_object" && withoutFormats.includes("json_object")) {
    body.response_format = { type: "json_schema", json_schema: { name: "answer", schema: { type: "object" } } };
    adapt(encoding, "response_format", `${title} has no json_object; a schema of any object was asked for`);
  } else body.response_format = format;
}

function instruction(description: string, schema: unknown): string {
  const what = description === "" ? "" : `${description}\n`;
  return `${what}Answer with JSON alone${schema === undefined ? "" : `, of this JSON schema:\n${JSON.stringify(schema)}`}`;
}
