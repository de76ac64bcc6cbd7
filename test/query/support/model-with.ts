import type { Model, ModelInput } from "../../../src/model.ts";

/** A model of which nothing is known but what is given. */
export function modelWith({ id = "openai/gpt-4o", ...facts }: ModelInput = {}): Model {
  return {
    id,
    name: id,
    provider: "openai",
    isLocal: false,
    modalities: {},
    capabilities: {},
    pricing: {},
    tags: [],
    aliases: [],
    connectorMetadata: {},
    customMetadata: {},
    parameters: {},
    lifecycle: {},
    benchmarks: {},
    createdAt: "2025-01-01T00:00:00.000Z",
    updatedAt: "2025-01-01T00:00:00.000Z",
    ...facts,
  } as Model;
}
