import type { ChatRequest } from "../../chat.ts";
import { withOwnExtra } from "../../dialect/own-extra.ts";
import type { CallContext, EncodedCall } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { pathOf } from "./address.ts";
import { encodeConfig } from "./encode-config.ts";
import { encodeContents } from "./encode-contents.ts";
import type { Encoding } from "./encode-parts.ts";
import { encodeToolChoice, encodeTools } from "./encode-tools.ts";
import { REQUEST_FIELDS } from "./request-fields.ts";

const SSE = { alt: "sse" };

/** A call of `generateContent` or `streamGenerateContent`. @throws {CallError} `unsupported_request` */
export function encodeRequest(request: ChatRequest, context: CallContext): EncodedCall {
  const adaptations: Adaptation[] = [];
  const body = encodeBody(request, { context, adaptations });
  if (!context.stream) return { path: pathOf(context, "generateContent"), body, adaptations };
  // Without alt=sse the stream is one long JSON list.
  return { path: pathOf(context, "streamGenerateContent"), query: SSE, body, adaptations };
}

/** A request's body, which counting sends too. @throws {CallError} `unsupported_request` */
export function encodeBody(asked: ChatRequest, encoding: Encoding): UnknownRecord {
  const request = withOwnExtra(asked, "google", encoding.adaptations);
  reportLeftOut(request, encoding.adaptations);
  const extra: UnknownRecord = request.extra ?? {};
  const ownConfig = isRecord(extra.generationConfig) ? extra.generationConfig : {};
  const { contents, system } = encodeContents(request.messages, encoding);
  const body: UnknownRecord = { contents };
  if (system.length > 0) body.systemInstruction = { parts: system };
  if (request.tools?.length) body.tools = encodeTools(request.tools, encoding);
  if (given(request.tool_choice)) {
    body.toolConfig = { functionCallingConfig: encodeToolChoice(request.tool_choice) };
  }
  const config = encodeConfig(request, ownConfig, encoding);
  if (hasKeys(config)) body.generationConfig = config;
  for (const key in extra) {
    const [ours, own] = [body[key], extra[key]];
    const isMerged = (key === "generationConfig" || key === "toolConfig") && isRecord(ours) && isRecord(own);
    body[key] = isMerged ? { ...ours, ...own } : own;
  }
  return body;
}

function reportLeftOut(request: ChatRequest, adaptations: Adaptation[]): void {
  for (const field in request) {
    const value = request[field as keyof ChatRequest];
    if (value === undefined || value === null) continue;
    const fate = Object.hasOwn(REQUEST_FIELDS, field) ? REQUEST_FIELDS[field as keyof ChatRequest] : undefined;
    if (fate === undefined) adaptations.push({ field, what: "Google has no such field; it was left out" });
    else if ("leftOut" in fate) adaptations.push({ field, what: `${fate.leftOut}; left out` });
  }
  if (request.parallel_tool_calls === false) {
    const what = "Google cannot be told to make one call at a time; it may make several";
    adaptations.push({ field: "parallel_tool_calls", what });
  }
}

/** Clients in untyped languages write `null` for what they leave out. */
function given<Value>(value: Value | null | undefined): value is Value {
  return value !== undefined && value !== null;
}

function hasKeys(record: object): boolean {
  for (const _ in record) return true;
  return false;
}
