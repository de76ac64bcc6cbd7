import type { ChatRequest } from "../chat.ts";
import type { Adaptation } from "../usage.ts";
import type { JsonValue } from "../util/json.ts";
import { isRecord } from "../util/record.ts";
import { unsupported } from "./unsupported.ts";

type Extra = Record<string, JsonValue>;

/** Fields that hold others, which are told one by one. */
const GROUPS: ReadonlySet<string> = new Set([
  "additionalModelRequestFields",
  "generationConfig",
  "inferenceConfig",
  "options",
  "output_config",
  "reasoning",
  "text",
  "toolConfig",
]);

/** Fields without which the answer would be another, by dialect: what was said before, what may be called, in what form. */
const NEEDED: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["openai", new Set(["tools", "tool_choice", "functions", "function_call", "response_format", "web_search_options"])],
  [
    "openai-responses",
    new Set([
      "input",
      "instructions",
      "previous_response_id",
      "conversation",
      "prompt",
      "tools",
      "tool_choice",
      "text.format",
    ]),
  ],
  ["anthropic", new Set(["tools", "tool_choice", "mcp_servers", "output_config.format"])],
  [
    "google",
    new Set([
      "cachedContent",
      "toolConfig.functionCallingConfig",
      "generationConfig.responseFormat",
      "generationConfig.responseModalities",
    ]),
  ],
  ["ollama", new Set(["format", "context", "suffix"])],
  ["bedrock", new Set(["toolConfig", "outputConfig", "promptVariables"])],
]);

/** Fields whose sense a word of ours has too, near enough, where that was read from them. */
const NEAREST: ReadonlyMap<string, keyof ChatRequest> = new Map<string, keyof ChatRequest>([
  ["anthropic.thinking", "reasoning_effort"],
  ["anthropic.output_config.effort", "reasoning_effort"],
  ["anthropic.metadata", "user"],
  ["google.generationConfig.thinkingConfig", "reasoning_effort"],
  ["google.generationConfig.responseSchema", "response_format"],
]);

/** What Chat Completions and Responses have under one name and in one sense (https://platform.openai.com/docs/api-reference). */
const BOTH_OF_OPENAI: readonly string[] = [
  "moderation",
  "prompt_cache_key",
  "prompt_cache_options",
  "prompt_cache_retention",
  "safety_identifier",
  "service_tier",
  "store",
];

/**
 * A request whose `extra` may go into a body of this dialect: what was read from another's body is left out, field by
 * field and by name, but for what the two share; what a config adds for the target stands under it.
 * @throws {CallError} `unsupported_request` for a field without which the answer would be another
 */
export function withOwnExtra(request: ChatRequest, dialect: string, adaptations: Adaptation[]): ChatRequest {
  const { extra, extraDialect: from, targetExtra } = request;
  if (typeof from !== "string" || from === dialect || !isRecord(extra)) {
    return targetExtra === undefined ? request : withExtra(request, { ...targetExtra, ...extra });
  }
  const shared = sharedWith(dialect, from, extra);
  for (const [name, value] of Object.entries(extra)) {
    if (GROUPS.has(name) && isRecord(value)) {
      for (const inner in value) leaveOut(`${name}.${inner}`, value[inner]);
    } else leaveOut(name, value);
  }
  const sent = { ...targetExtra, ...shared.extra };
  return withExtra(request, sent);

  function leaveOut(name: string, value: unknown): void {
    if (shared.read.has(name) || saysNothing(value)) return;
    const word = NEAREST.get(`${from}.${name}`);
    const isNear = word !== undefined && request[word] !== undefined;
    const field = `extra.${name}`;
    if (!isNear && NEEDED.get(from as string)?.has(name)) {
      throw unsupported(field, `it means nothing to ${dialect}, and the answer would be another without it`);
    }
    const instead = isNear ? `; \`${word}\` says what comes nearest` : "";
    adaptations.push({ field, what: `a field of ${from}, not carried to ${dialect}${instead}` });
  }
}

function withExtra(request: ChatRequest, extra: Extra): ChatRequest {
  const { extra: _extra, extraDialect: _dialect, targetExtra: _target, ...asked } = request;
  return Object.keys(extra).length === 0 ? asked : { ...asked, extra };
}

/** What of another's fields this dialect has too, and the names they were read from. */
function sharedWith(dialect: string, from: string, extra: Extra): { extra: Extra; read: Set<string> } {
  const shared: Extra = {};
  const read = new Set<string>();
  if (!isOfOpenAi(dialect) || !isOfOpenAi(from)) return { extra: shared, read };
  for (const name of BOTH_OF_OPENAI) {
    const value = extra[name];
    if (value === undefined) continue;
    shared[name] = value;
    read.add(name);
  }
  // The one thing they have in different places.
  const { verbosity, text } = extra;
  if (from === "openai" && verbosity !== undefined) {
    shared.text = { verbosity };
    read.add("verbosity");
  } else if (isRecord(text) && text.verbosity !== undefined) {
    shared.verbosity = text.verbosity as JsonValue;
    read.add("text.verbosity");
  }
  return { extra: shared, read };
}

function isOfOpenAi(dialect: string): boolean {
  return dialect === "openai" || dialect === "openai-responses";
}

function saysNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
