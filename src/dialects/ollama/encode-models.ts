import { createHash } from "node:crypto";
import type { Model } from "../../model.ts";
import type { UnknownRecord } from "../../util/record.ts";

/** The version of Ollama whose API is spoken: the first that tells log probabilities. Tools refuse servers they find too old. */
const SPOKEN_VERSION = "0.12.11";

/** What Ollama calls what a model can do (https://docs.ollama.com/api-reference/show-model-details), by our word for it. */
const CAPABILITIES: Readonly<Record<string, string>> = {
  chat: "completion",
  embedding: "embedding",
  tools: "tools",
  vision: "vision",
  audio: "audio",
  reasoning: "thinking",
  image: "image",
};

/** The body of `GET /api/tags` (https://docs.ollama.com/api/tags). */
export function encodeTags(models: Iterable<Model>): UnknownRecord {
  const listed: UnknownRecord[] = [];
  for (const model of models) {
    const { sizeBytes: size, digest } = model.connectorMetadata.ollama ?? {};
    listed.push({
      name: model.id,
      model: model.id,
      modified_at: model.updatedAt,
      // Its typed clients want both of every model.
      size: typeof size === "number" ? size : 0,
      digest: typeof digest === "string" ? digest : createHash("sha256").update(model.id).digest("hex"),
      details: detailsOf(model),
    });
  }
  return { models: listed };
}

/** The body of `POST /api/show` (https://docs.ollama.com/api-reference/show-model-details). */
export function encodeShow(model: Model): UnknownRecord {
  const { name, contextWindow, updatedAt } = model;
  const architecture = familyOf(model);
  const info: UnknownRecord = { "general.architecture": architecture, "general.basename": name };
  if (typeof contextWindow === "number") info[`${architecture}.context_length`] = contextWindow;
  return {
    license: "",
    modelfile: "",
    parameters: "",
    template: "",
    details: detailsOf(model),
    model_info: info,
    capabilities: capabilitiesOf(model),
    modified_at: updatedAt,
  };
}

/** The body of `GET /api/version`. */
export function encodeVersion(): UnknownRecord {
  return { version: SPOKEN_VERSION };
}

function detailsOf(model: Model): UnknownRecord {
  const { format, parameterSize, quantization } = model.connectorMetadata.ollama ?? {};
  const family = familyOf(model);
  return {
    parent_model: "",
    format: textOf(format),
    family,
    families: [family],
    parameter_size: textOf(parameterSize),
    quantization_level: textOf(quantization),
  };
}

/** The name under which Ollama also keeps a model's numbers; where no family is known its provider stands for it. */
function familyOf({ family, provider }: Model): string {
  return family ?? provider;
}

/** A model of which nothing is known chats, as most do. */
function capabilitiesOf({ capabilities }: Model): string[] {
  const has = (name: string) => capabilities[name] === true;
  const names = Object.keys(CAPABILITIES).filter(has);
  const isOther = capabilities.chat !== undefined || has("embedding") || has("image") || has("rerank");
  return (isOther ? names : ["chat", ...names]).map((name) => CAPABILITIES[name] as string);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
