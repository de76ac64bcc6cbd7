/**
 * Benchmarks' names of models that are written differently in the registry: reviewed one by one, each by the page of
 * the benchmark that names the very model.
 */
export const DECLARED_ALIASES: ReadonlyMap<string, string> = new Map([
  // Aider writes some as titles; its pages give the model that was asked for.
  ["Codestral 25.01", "mistral/codestral-2501"],
  ["Gemini 2.0 Pro exp-02-05", "google/gemini-2.0-pro-exp-02-05"],
  ["Gemini 2.5 Pro Preview 03-25", "google/gemini-2.5-pro-preview-03-25"],
  ["Gemini 2.5 Pro Preview 05-06", "google/gemini-2.5-pro-preview-05-06"],
  ["Grok 3 Beta", "xai/grok-3-beta"],
  ["Grok 3 Mini Beta", "xai/grok-3-mini-beta"],
  ["Kimi K2", "moonshotai/kimi-k2-0711-preview"],
  ["claude-3.5-sonnet-20240620", "anthropic/claude-3-5-sonnet-20240620"],
  // LiveBench puts the size after the number, and months where Google puts "preview".
  ["claude-4-1-opus-20250805", "anthropic/claude-opus-4-1-20250805"],
  ["claude-4-sonnet-20250514", "anthropic/claude-sonnet-4-20250514"],
  ["gemini-2.5-pro-06-05", "google/gemini-2.5-pro-preview-06-05"],
  ["gemini-3-pro-preview-11-2025", "google/gemini-3-pro-preview"],
  // LMArena leaves "preview" away, and the release month.
  ["gemini-3-pro", "google/gemini-3-pro-preview"],
  ["gemini-3-flash", "google/gemini-3-flash-preview"],
  ["devstral-2", "mistral/devstral-2512"],
  ["mistral-large-3", "mistral/mistral-large-2512"],
  // The addresses of Artificial Analysis have no dots.
  ["gemini-3-7-flash", "google/gemini-3.7-flash"],
  ["glm-5-3", "zai/glm-5.3"],
  ["gpt-5-5", "openai/gpt-5.5"],
  ["gpt-5-6-sol", "openai/gpt-5.6-sol"],
  ["gpt-5-6-terra", "openai/gpt-5.6-terra"],
  ["grok-4-6", "xai/grok-4.6"],
]);
