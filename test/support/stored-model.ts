import type { StoredLayer, StoredModel } from "../../src/store.ts";

/** The id of the n-th model of a big registry. */
export function anId(n: number): string {
  return `provider-${n % 20}/model-${n}`;
}

/** A model as a filled registry keeps it: catalogue and reseller layers, and for every fifth the user's; about 1.2 KB. */
export function aStoredModel(n: number, user?: StoredLayer["facts"]): StoredModel {
  const at = "2026-01-02T03:04:05.000Z";
  const own =
    user ?? (n % 5 === 0 ? { tags: ["favourite"], customMetadata: { note: `tried on project ${n}` } } : undefined);
  return {
    createdAt: at,
    layers: {
      ...(own === undefined ? {} : { user: { at, facts: own } }),
      catalog: {
        at,
        facts: {
          name: `Model ${n}`,
          provider: `provider-${n % 20}`,
          family: `family-${n % 50}`,
          contextWindow: 1000 * (n % 200),
          maxOutputTokens: 16_384,
          modalities: { input: ["text", "image"], output: ["text"] },
          capabilities: { chat: true, streaming: true, tools: n % 3 !== 0, jsonSchema: true, vision: n % 2 === 0 },
          pricing: { input: n / 100, output: n / 25, cacheRead: n / 1000 },
        },
      },
      openrouter: {
        at,
        facts: {
          name: `Provider: Model ${n}`,
          description: `Model ${n} is a general model for chat, code and long documents. ${"It follows instructions well. ".repeat(8)}`,
          contextWindow: 1000 * (n % 200),
          modalities: { input: ["text", "image", "file"], output: ["text"] },
          capabilities: { tools: true, jsonMode: true, jsonSchema: true, reasoning: n % 4 === 0 },
          pricing: { input: n / 100, output: n / 25, cacheRead: n / 1000 },
          connectorMetadata: { openrouter: { id: anId(n), canonicalSlug: `${anId(n)}-20260102` } },
        },
      },
    },
  };
}

/** As many models by id, as a store keeps them. */
export function storedModels(count: number): Map<string, StoredModel> {
  return new Map(Array.from({ length: count }, (_, n) => [anId(n), aStoredModel(n)]));
}
