import type { ChatRequest, FunctionTool, ToolChoice } from "../../chat.ts";
import { withOwnExtra } from "../../dialect/own-extra.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import type { CallContext, EncodedCall } from "../../dialect.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { compatibilityOf } from "./compatibility.ts";
import { encodeEffort } from "./encode-effort.ts";
import { encodeMessages } from "./encode-messages.ts";
import { encodeResponseFormat } from "./encode-response-format.ts";
import { adapt, type Encoding } from "./encoding.ts";
import { withoutForeign } from "./foreign-fields.ts";
import { isPlainField } from "./request-fields.ts";

/**
 * A request as a provider of OpenAI's dialect takes it; what of it needs no change is handed on, not copied.
 * @throws {CallError} `unsupported_request`
 */
export function encodeRequest(asked: ChatRequest, context: CallContext): EncodedCall {
  const compatibility = compatibilityOf(context.provider.name);
  const encoding: Encoding = { context, compatibility, adaptations: [] };
  const request = withOwnExtra(asked, "openai", encoding.adaptations);
  refuseModalities(request, encoding);
  const body: UnknownRecord = { model: context.model, messages: encodeMessages(request.messages, encoding) };
  encodePlainFields(request, body, encoding);
  encodeMaxTokens(request, body, encoding);
  encodeSeveralAnswers(request, body, encoding);
  encodeTools(request, body, encoding);
  encodeResponseFormat(request, body, encoding);
  encodeEffort(request, body, encoding);
  if (context.stream) {
    body.stream = true;
    if (compatibility.streamUsage !== "always") body.stream_options = { include_usage: true };
  }
  if (request.extra !== undefined) merge(body, request.extra);
  return { path: "chat/completions", body, adaptations: encoding.adaptations };
}

function refuseModalities({ modalities: asked }: ChatRequest, { context, compatibility }: Encoding): void {
  const { modalities: known } = compatibility;
  const other = known === undefined ? undefined : asked?.find((modality) => !known.includes(modality));
  if (other === undefined) return;
  throw unsupported("modalities", `${context.provider.title} answers with ${known?.join(" and ")}, not with ${other}`);
}

function encodePlainFields(request: ChatRequest, body: UnknownRecord, encoding: Encoding): void {
  const { withoutFields, renamedFields } = encoding.compatibility;
  // A request has few fields of the many that it could have.
  for (const field in request) {
    if (!isPlainField(field)) continue;
    const value = request[field];
    if (value === undefined) continue;
    if (withoutFields?.includes(field)) {
      if (value !== null)
        adapt(encoding, field, `${encoding.context.provider.title} does not take it; it was left out`);
    } else body[renamedFields?.[field] ?? field] = value;
  }
}

/** Two names for one thing; what the model does not take under the one is sent under the other. */
function encodeMaxTokens(request: ChatRequest, body: UnknownRecord, encoding: Encoding): void {
  const { max_tokens: old, max_completion_tokens: current } = request;
  if (old === undefined && current === undefined) return;
  const { context, compatibility } = encoding;
  const name =
    compatibility.onlyCompletionTokens?.test(context.model) || isReasoningModel(encoding)
      ? "max_completion_tokens"
      : (compatibility.maxTokens ?? (current === undefined ? "max_tokens" : "max_completion_tokens"));
  body[name] = current ?? old;
  if (old !== undefined && old !== null && current !== undefined && current !== null && old !== current) {
    adapt(encoding, "max_tokens", `max_completion_tokens means the same and says ${current}; max_tokens was left out`);
  }
}

// A deployment's name says nothing of its model, but what is known of it may.
function isReasoningModel({ context, compatibility }: Encoding): boolean {
  return compatibility.onlyCompletionTokens !== undefined && context.facts.capabilities?.reasoning === true;
}

function encodeSeveralAnswers({ n }: ChatRequest, body: UnknownRecord, { context, compatibility }: Encoding): void {
  if (n === undefined) return;
  if (n !== null && n > 1 && compatibility.severalAnswers === false) {
    throw unsupported("n", `${context.provider.title} gives one answer to a request; ask ${n} times instead`);
  }
  body.n = n;
}

function encodeTools({ tools, tool_choice: choice }: ChatRequest, body: UnknownRecord, encoding: Encoding): void {
  const { context, compatibility } = encoding;
  const { title } = context.provider;
  if (tools !== undefined) {
    body.tools = tools.map((tool, place) => {
      if (tool.type !== "native") return encodeTool(tool, place, encoding);
      if (tool.dialect === "openai") return tool.value;
      throw unsupported(`tools[${place}]`, `it is a tool of the dialect ${tool.dialect}, which ${title} does not have`);
    });
  }
  if (choice === undefined) return;
  if (compatibility.toolChoice !== false) {
    body.tool_choice = choice === "required" ? (compatibility.requiredChoice ?? choice) : choice;
  } else if (choice === "none") {
    delete body.tools;
    adapt(encoding, "tool_choice", `${title} takes no tool choice; the tools were left out instead`);
  } else if (choice !== "auto") {
    throw unsupported("tool_choice", `${title} passes it over, so ${saying(choice)} cannot be had; leave it out`);
  }
}

function encodeTool(tool: FunctionTool, place: number, encoding: Encoding): unknown {
  const sent = withoutForeign(tool as FunctionTool & UnknownRecord, "tool", `tools[${place}]`, encoding);
  if (tool.cache_control === undefined || encoding.compatibility.cacheControl !== false) return sent;
  const { cache_control: _, ...rest } = sent;
  adapt(
    encoding,
    `tools[${place}].cache_control`,
    `${encoding.context.provider.title} does not take it; it was left out`,
  );
  return rest;
}

function saying(choice: ToolChoice): string {
  return typeof choice === "string" ? `"${choice}"` : `"${choice.type}"`;
}

/** Options of a stream are added to our own: they come from a caller who need not know that usage is wanted. */
function merge(body: UnknownRecord, extra: Readonly<UnknownRecord>): void {
  for (const key of Object.keys(extra)) {
    // Assigning this key would change the body's prototype.
    if (key === "__proto__") continue;
    const value = extra[key];
    const own = key === "stream_options" ? body[key] : undefined;
    body[key] = isRecord(own) && isRecord(value) ? { ...own, ...value } : value;
  }
}
