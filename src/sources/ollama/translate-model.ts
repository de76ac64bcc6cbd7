import * as z from "zod";
import type { Capability, Modality, ModelInput } from "../../model.ts";
import { parseParameters } from "./parameters.ts";

const text = z.string().nullish().catch(undefined);
const details = z
  .looseObject({
    format: text,
    family: text,
    parameter_size: text,
    quantization_level: text,
  })
  .nullish()
  .catch(undefined);

/** What is read of a model in the answer of `GET /api/tags`. */
export const ollamaTag = z.looseObject({
  name: z.string().min(1),
  modified_at: text,
  size: z.number().nonnegative().nullish().catch(undefined),
  digest: text,
  remote_model: text,
  remote_host: text,
  details,
});

/** What is read of the answer of `POST /api/show`. */
export const ollamaShow = z.looseObject({
  parameters: text,
  details,
  model_info: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  capabilities: z.array(z.string()).nullish().catch(undefined),
  remote_model: text,
  remote_host: text,
});

export type OllamaTag = z.infer<typeof ollamaTag>;
export type OllamaShow = z.infer<typeof ollamaShow>;

/**
 * What an Ollama server says of one of its models; pure. `show` is absent where its details could not be read, and
 * `isHosted` says that the server itself is Ollama's own cloud.
 * @see https://docs.ollama.com/api
 */
export function translateOllamaModel(
  tag: OllamaTag,
  show: OllamaShow = {},
  isHosted = false,
): ModelInput & { id: string } {
  const about = { ...given(tag.details), ...given(show.details) };
  const remoteHost = show.remote_host || tag.remote_host;
  const isLocal = !isHosted && !remoteHost && !/[:-]cloud$/.test(tag.name);
  const parameters = parseParameters(show.parameters ?? "");
  const contextWindow = contextLength(show);
  const id = `ollama/${tag.name}`;
  return {
    id,
    provider: "ollama",
    name: tag.name,
    ...(about.family && { family: about.family }),
    ...(contextWindow !== undefined && { contextWindow }),
    ...translateCapabilities(show.capabilities, isLocal),
    isLocal,
    ...(isLocal && { pricing: { input: 0, output: 0 } }),
    // Ollama reads a name without a tag as the one tagged `latest`.
    ...(id.endsWith(":latest") && { aliases: [id.slice(0, -":latest".length)] }),
    connectorMetadata: {
      ollama: {
        ...given({
          digest: tag.digest,
          sizeBytes: tag.size,
          modifiedAt: tag.modified_at,
          format: about.format,
          parameterSize: about.parameter_size,
          quantization: about.quantization_level,
          numCtx: parameters.get("num_ctx"),
          remoteModel: show.remote_model || tag.remote_model,
          remoteHost,
          capabilities: show.capabilities,
        }),
        ...(parameters.size > 0 && { parameters: Object.fromEntries(parameters) }),
        id: tag.name,
      },
    },
  };
}

function contextLength({ model_info: info }: OllamaShow): number | undefined {
  const architecture = info?.["general.architecture"];
  const length = info?.[`${architecture}.context_length`];
  return typeof length === "number" && Number.isSafeInteger(length) && length > 0 ? length : undefined;
}

/** A server that lists capabilities lists all it knows of, so the others are known to be missing; older ones list none. */
function translateCapabilities(listed: readonly string[] | null | undefined, isLocal: boolean) {
  if (!listed) return {};
  const has = (name: string) => listed.includes(name);
  const chat = has("completion");
  const capabilities: Partial<Record<Capability, boolean>> = {
    chat,
    completion: chat,
    streaming: chat,
    embedding: has("embedding"),
    tools: has("tools"),
    vision: has("vision"),
    audio: has("audio"),
    reasoning: has("thinking"),
    image: has("image"),
    // `format` takes "json" or a schema for every model that runs on the server; Ollama's cloud does not promise it.
    ...(isLocal || !chat ? { jsonMode: chat, jsonSchema: chat } : {}),
  };
  const input: Modality[] = [
    "text",
    ...(has("vision") ? ["image" as const] : []),
    ...(has("audio") ? ["audio" as const] : []),
  ];
  const output: Modality[] = [
    ...(chat ? ["text" as const] : []),
    ...(has("image") ? ["image" as const] : []),
    ...(has("embedding") ? ["embedding" as const] : []),
  ];
  return { capabilities, modalities: { input, output } };
}

/** Only what holds something: neither `null` nor empty text. */
function given<Facts extends object>(facts: Facts | null | undefined): Partial<Facts> {
  const entries = Object.entries(facts ?? {}).filter(
    ([, value]) => value !== undefined && value !== null && value !== "",
  );
  return Object.fromEntries(entries) as Partial<Facts>;
}
