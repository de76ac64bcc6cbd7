import { CAPABILITIES, type Capability, type Model } from "../model.ts";
import { own } from "../util/record.ts";
import type { Field } from "./field.ts";
import type { Get } from "./value-tests.ts";

// A reader of its own for each capability gives each its own inline cache.
const READERS: Readonly<Record<Capability, Get<Model>>> = {
  chat: (model) => model.capabilities.chat,
  completion: (model) => model.capabilities.completion,
  embedding: (model) => model.capabilities.embedding,
  rerank: (model) => model.capabilities.rerank,
  moderation: (model) => model.capabilities.moderation,
  image: (model) => model.capabilities.image,
  video: (model) => model.capabilities.video,
  speech: (model) => model.capabilities.speech,
  transcription: (model) => model.capabilities.transcription,
  streaming: (model) => model.capabilities.streaming,
  tools: (model) => model.capabilities.tools,
  parallelTools: (model) => model.capabilities.parallelTools,
  jsonMode: (model) => model.capabilities.jsonMode,
  jsonSchema: (model) => model.capabilities.jsonSchema,
  vision: (model) => model.capabilities.vision,
  audio: (model) => model.capabilities.audio,
  videoInput: (model) => model.capabilities.videoInput,
  pdf: (model) => model.capabilities.pdf,
  reasoning: (model) => model.capabilities.reasoning,
  promptCache: (model) => model.capabilities.promptCache,
  webSearch: (model) => model.capabilities.webSearch,
  codeExecution: (model) => model.capabilities.codeExecution,
  computerUse: (model) => model.capabilities.computerUse,
  fineTuning: (model) => model.capabilities.fineTuning,
  batch: (model) => model.capabilities.batch,
};

const FIELDS: ReadonlyMap<string, Field> = new Map(
  CAPABILITIES.map((capability) => [capability, fieldOf(capability, READERS[capability])]),
);

/** The field that says whether a model is known to have a capability. */
export function capabilityField(capability: string): Field {
  return FIELDS.get(capability) ?? fieldOf(capability, (model) => own(model.capabilities, capability));
}

function fieldOf(capability: string, get: Get<Model>): Field {
  const name = `capabilities.${capability}`;
  return { name, type: "boolean", get, description: `whether it can do ${capability}` };
}
