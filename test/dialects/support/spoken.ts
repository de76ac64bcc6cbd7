import { decodeConverseRequest } from "../../../src/backends/bedrock/decode-request.ts";
import { encodeConverse } from "../../../src/backends/bedrock/encode-request.ts";
import type { ChatRequest } from "../../../src/chat.ts";
import type { CallContext, ChatDialect } from "../../../src/dialect.ts";
import { anthropic } from "../../../src/dialects/anthropic.ts";
import { google } from "../../../src/dialects/google.ts";
import { ollama } from "../../../src/dialects/ollama.ts";
import { openai } from "../../../src/dialects/openai.ts";
import { openaiResponses } from "../../../src/dialects/openai-responses.ts";
import type { Provider } from "../../../src/provider.ts";
import { anthropic as anthropicProvider } from "../../../src/providers/anthropic.ts";
import { bedrock as bedrockProvider } from "../../../src/providers/bedrock.ts";
import { google as googleProvider } from "../../../src/providers/google.ts";
import { ollama as ollamaProvider } from "../../../src/providers/ollama.ts";
import { openai as openaiProvider } from "../../../src/providers/openai.ts";
import { openrouter } from "../../../src/providers/openrouter.ts";
import type { Adaptation } from "../../../src/usage.ts";

/** A request in a dialect's words. */
interface Encoded {
  readonly body: unknown;
  readonly adaptations: readonly Adaptation[];
}

/** A dialect, how a body in it is read, and how a request is put into it for the provider it comes from. */
export interface Spoken {
  readonly name: string;
  /** Models of different generations, which are spoken to in different ways. */
  readonly models: readonly string[];
  decode(body: unknown, url?: string): ChatRequest;
  encode(request: ChatRequest, model: string): Encoded;
  /** The same for the provider that takes the most of what its own clients may send. */
  encodeAgain(request: ChatRequest): Encoded;
}

/** Every dialect that requests are read from and put into. */
export const DIALECTS: readonly Spoken[] = [
  spoken(openai, openaiProvider, ["gpt-4o", "gpt-5-mini"], openrouter),
  spoken(openaiResponses, openaiProvider, ["gpt-5-mini"]),
  spoken(anthropic, anthropicProvider, ["claude-3-5-haiku-latest", "claude-sonnet-4-5", "claude-opus-4-8"]),
  spoken(google, googleProvider, ["gemini-2.0-flash", "gemini-3-flash-preview"]),
  spoken(ollama, ollamaProvider, ["qwen3", "gpt-oss"]),
  {
    name: "bedrock",
    models: ["us.anthropic.claude-3-7-sonnet-20250219-v1:0", "amazon.nova-pro-v1:0", "openai.gpt-oss-120b-1:0"],
    decode: decodeConverseRequest,
    encode: converse,
    encodeAgain: (request) => converse(request, "us.anthropic.claude-sonnet-4-5-20250929-v1:0"),
  },
];

function converse(request: ChatRequest, model: string): Encoded {
  const { input, adaptations } = encodeConverse(request, contextOf(bedrockProvider, model));
  return { body: input, adaptations };
}

function spoken(
  dialect: ChatDialect,
  provider: Provider,
  models: readonly string[],
  tolerant: Provider = provider,
): Spoken {
  return {
    name: dialect.name,
    models,
    decode: (body, url) => dialect.decodeRequest(body, url).request,
    encode: (request, model) => dialect.encodeRequest(request, contextOf(provider, model)),
    encodeAgain: (request) => dialect.encodeRequest(request, contextOf(tolerant, models.at(-1) ?? "")),
  };
}

function contextOf(provider: Provider, model: string): CallContext {
  return { provider, model, facts: {}, stream: false };
}
