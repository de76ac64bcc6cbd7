import type { Connector } from "../connector.ts";
import { type AiSdkOptions, aiSdk } from "../connectors/ai-sdk.ts";
import { type AnthropicOptions, anthropic } from "../connectors/anthropic.ts";
import { type DspyOptions, dspy } from "../connectors/dspy.ts";
import { type GoogleOptions, google } from "../connectors/google.ts";
import { type LangchainOptions, langchain } from "../connectors/langchain.ts";
import { type LitellmOptions, litellm } from "../connectors/litellm.ts";
import { type OllamaOptions, ollama } from "../connectors/ollama.ts";
import { type OpenAIOptions, openai } from "../connectors/openai.ts";

/** What each built-in connector returns. */
export interface ConnectorOutputs {
  openai: OpenAIOptions;
  anthropic: AnthropicOptions;
  google: GoogleOptions;
  ollama: OllamaOptions;
  langchain: LangchainOptions;
  "ai-sdk": AiSdkOptions;
  dspy: DspyOptions;
  litellm: LitellmOptions;
}

/** The connectors that come with the package. They are pure and small, so they need no lazy import. */
export const CONNECTORS = [
  openai,
  anthropic,
  google,
  ollama,
  langchain,
  aiSdk,
  dspy,
  litellm,
] as const satisfies readonly Connector[];
