import type { Model } from "../../src/model.ts";

const PROVIDERS = ["openai", "anthropic", "google", "mistral", "ollama", "groq", "xai", "deepseek", "cohere", "azure"];
const WINDOWS = [8_192, 32_768, 128_000, 200_000, 1_048_576];
const WORDS = ["fast", "careful", "multilingual", "open", "coding", "reasoning", "small", "large", "preview"];

/** Models like those of real lists: some facts unknown, so that their records have many shapes. The same for the same count. */
export function syntheticModels(count: number): Model[] {
  const random = randomFrom(42);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  return Array.from({ length: count }, (_, index): Model => {
    const provider = pick(PROVIDERS);
    const model = {
      id: `${provider}/${pick(WORDS)}-model-${index}`,
      name: `Model ${index}`,
      provider,
      ...(random() < 0.7 && { description: `A ${pick(WORDS)} and ${pick(WORDS)} model for ${pick(WORDS)} work.` }),
      ...(random() < 0.9 && { contextWindow: pick(WINDOWS) }),
      ...(random() < 0.7 && { maxOutputTokens: 8_192 }),
      isLocal: provider === "ollama",
      modalities: { input: random() < 0.4 ? ["text", "image"] : ["text"], output: ["text"] },
      capabilities: {
        chat: true,
        ...(random() < 0.8 && { tools: random() < 0.6 }),
        ...(random() < 0.6 && { vision: random() < 0.5 }),
        ...(random() < 0.3 && { reasoning: true }),
      },
      pricing: random() < 0.85 ? { input: random() * 10, output: random() * 40 } : {},
      tags: random() < 0.2 ? ["group:prod", pick(WORDS)] : [],
      aliases: [],
      connectorMetadata: { [provider]: { id: `model-${index}` } },
      customMetadata: {},
      parameters: {},
      lifecycle: {},
      benchmarks: {},
      createdAt: "2025-01-01T00:00:00.000Z",
      updatedAt: "2025-01-01T00:00:00.000Z",
    };
    return Object.freeze(model);
  });
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
