/** Providers whose models OpenAI serves in this way: itself, and Azure under the same names. */
const PROVIDERS: ReadonlySet<string> = new Set(["openai", "azure"]);

/**
 * The models that OpenAI serves through Responses alone: the ids that its client lists for Responses and not for Chat
 * Completions (`ResponsesModel` in https://github.com/openai/openai-node/blob/master/src/resources/shared.ts), and their
 * later kin (https://platform.openai.com/docs/models).
 */
const ONLY_RESPONSES: readonly RegExp[] = [
  // o1-pro, o3-pro, gpt-5-pro, gpt-5.2-pro
  /^(?:o\d+|gpt-\d+(?:\.\d+)?)-pro(?:-|$)/,
  // gpt-5-codex, gpt-5.1-codex-max, codex-mini-latest
  /^(?:gpt-\d+(?:\.\d+)?-)?codex(?:-|$)/,
  // o3-deep-research, o4-mini-deep-research
  /-deep-research(?:-|$)/,
  /^computer-use-preview(?:-|$)/,
];

/** Whether a model of a provider answers through the Responses API only; the provider by its name, `openai`. */
export function needsResponses(model: string, provider: string): boolean {
  if (!PROVIDERS.has(provider)) return false;
  const name = model.toLowerCase();
  return ONLY_RESPONSES.some((pattern) => pattern.test(name));
}
