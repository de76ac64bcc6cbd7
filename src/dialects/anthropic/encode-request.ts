import type { ChatRequest } from "../../chat.ts";
import { invalidRequest } from "../../dialect/invalid-request.ts";
import { withOwnExtra } from "../../dialect/own-extra.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import type { CallContext, EncodedCall } from "../../dialect.ts";
import { isRecord } from "../../util/record.ts";
import { encodeMessages } from "./encode-messages.ts";
import { encodeToolChoice, encodeTools } from "./encode-tools.ts";
import { type Block, type Encoding, startEncoding } from "./encoding.ts";
import { encodeFormat } from "./output-format.ts";
import { REQUEST_FIELDS } from "./request-fields.ts";
import { encodeSampling } from "./sampling.ts";
import { encodeThinking } from "./thinking.ts";

/** The version of the API that is spoken. https://platform.claude.com/docs/en/api/versioning */
export const ANTHROPIC_VERSION = "2023-06-01";

/**
 * A request as Anthropic's Messages API takes it (https://platform.claude.com/docs/en/api/messages/create).
 * @throws {CallError} `unsupported_request`, naming the field
 */
export function encodeRequest(asked: ChatRequest, context: CallContext): EncodedCall {
  const encoding = startEncoding(context);
  const request = withOwnExtra(asked, "anthropic", encoding.adaptations);
  refuse(request);
  const body = encodeBody(request, encoding);
  // Bedrock and Vertex name the model in the address, and whether it streams.
  const isCloud = "anthropic_version" in body;
  if (isCloud) delete body.model;
  else if (context.stream) body.stream = true;
  return { path: "v1/messages", body, headers: headersFor(request), adaptations: encoding.adaptations };
}

/** A request to count the tokens of (https://platform.claude.com/docs/en/api/messages/count_tokens): only what counts. */
export function encodeCounting(asked: ChatRequest, context: CallContext): EncodedCall {
  const encoding = startEncoding(context);
  const request = withOwnExtra(asked, "anthropic", encoding.adaptations);
  refuse(request);
  const body = encodeBody(request, encoding);
  const counted: Block = {};
  for (const name of COUNTED) if (name in body) counted[name] = body[name];
  return { path: "v1/messages/count_tokens", body: counted, headers: headersFor(request), adaptations: [] };
}

const COUNTED = [
  "model",
  "messages",
  "system",
  "tools",
  "tool_choice",
  "thinking",
  "output_config",
  "cache_control",
  "context_management",
  "mcp_servers",
];

function encodeBody(request: ChatRequest, encoding: Encoding): Block {
  const { extra = {} } = request;
  const { betas, output_config: config, ...rest } = extra;
  const { system, messages } = encodeMessages(request.messages, encoding);
  const body: Block = { model: encoding.context.model, max_tokens: maxTokensOf(request, encoding), messages };
  if (system !== undefined) body.system = system;
  const tools = encodeTools(request, encoding);
  if (tools !== undefined) body.tools = tools;
  const choice = encodeToolChoice(request, tools, encoding);
  if (choice !== undefined) body.tool_choice = choice;
  const { thinking, effort } = encodeThinking(request, body.max_tokens as number, encoding);
  const thinks = extra.thinking ?? thinking;
  if (thinks !== undefined) body.thinking = thinks;
  if (effort !== undefined) body.output_config = { effort };
  encodeFormat(request, body, encoding);
  if (config !== undefined)
    body.output_config = isRecord(config) ? { ...(body.output_config as Block), ...config } : config;
  encodeSampling(request, body, encoding);
  if (request.user !== undefined) body.metadata = { user_id: request.user };
  noteIgnored(request, encoding);
  return Object.assign(body, rest);
}

function maxTokensOf(request: ChatRequest, { rules, adapt }: Encoding): number {
  const asked = request.max_completion_tokens ?? request.max_tokens;
  if (asked !== undefined && asked !== null) return asked;
  if (typeof request.extra?.max_tokens === "number") return request.extra.max_tokens;
  adapt("max_tokens", `${rules.maxTokens}: Anthropic must be told the longest answer, and none was given`);
  return rules.maxTokens;
}

function refuse({ extra, n, logprobs, top_logprobs: top, audio, modalities }: ChatRequest): void {
  if (extra !== undefined && !isRecord(extra)) throw invalidRequest("extra", "expected an object");
  const refused = (field: keyof ChatRequest) => unsupported(field, REQUEST_FIELDS[field][1]);
  if (n !== undefined && n !== null && n !== 1) throw refused("n");
  if (logprobs === true) throw refused("logprobs");
  if (top !== undefined && top !== null && top > 0) throw refused("top_logprobs");
  if (audio !== undefined && audio !== null) throw refused("audio");
  if (modalities?.some((modality) => modality !== "text")) throw refused("modalities");
}

function noteIgnored(request: ChatRequest, { adapt }: Encoding): void {
  const note = (field: keyof ChatRequest) => adapt(field, REQUEST_FIELDS[field][1]);
  if (typeof request.seed === "number") note("seed");
  if (request.presence_penalty) note("presence_penalty");
  if (request.frequency_penalty) note("frequency_penalty");
  if (Object.keys(request.logit_bias ?? {}).length > 0) note("logit_bias");
  if (Object.keys(request.metadata ?? {}).length > 0) note("metadata");
}

function headersFor({ extra }: ChatRequest): Record<string, string> {
  const betas = Array.isArray(extra?.betas) ? extra.betas.filter((beta) => typeof beta === "string") : [];
  const headers = { "anthropic-version": ANTHROPIC_VERSION };
  return betas.length === 0 ? headers : { ...headers, "anthropic-beta": betas.join(",") };
}
