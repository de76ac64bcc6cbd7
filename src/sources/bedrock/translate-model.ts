import * as z from "zod";
import type { Capability, Lifecycle, ModelInput } from "../../model.ts";
import { given } from "../../util/given.ts";

const text = z.string().max(1_000).nullish().catch(undefined);
const words = z.array(z.string().max(1_000)).nullish().catch(undefined);
const date = z
  .string()
  .refine((value) => !Number.isNaN(Date.parse(value)))
  .nullish()
  .catch(undefined);

const summary = z.object({
  modelId: z.string().min(1),
  modelName: text,
  providerName: text,
  inputModalities: words,
  outputModalities: words,
  responseStreamingSupported: z.boolean().nullish().catch(undefined),
  customizationsSupported: words,
  inferenceTypesSupported: words,
  modelLifecycle: z.object({ status: text, endOfLifeTime: date, legacyTime: date }).nullish().catch(undefined),
});

type Summary = z.output<typeof summary>;

const STATUSES = new Map<string, Lifecycle["status"]>([
  ["ACTIVE", "active"],
  ["LEGACY", "deprecated"],
]);

/**
 * What Bedrock says of one of its models, if it is one; pure.
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_FoundationModelSummary.html
 */
export function translateBedrockModel(input: unknown): (ModelInput & { id: string }) | undefined {
  const parsed = summary.safeParse(input);
  if (!parsed.success) return undefined;
  const row = parsed.data;
  const modalities = given({ input: translate(row.inputModalities), output: translate(row.outputModalities) });
  const lifecycle = translateLifecycle(row);
  return {
    id: `bedrock/${row.modelId}`,
    provider: "bedrock",
    ...given({ name: row.modelName?.slice(0, 256), modalities, lifecycle }),
    capabilities: translateCapabilities(row),
    isLocal: false,
    connectorMetadata: {
      bedrock: {
        ...given({
          author: row.providerName,
          inferenceTypes: row.inferenceTypesSupported,
          customizations: row.customizationsSupported,
        }),
        id: row.modelId,
      },
    },
  };
}

function translateLifecycle({ modelLifecycle: life }: Summary): Lifecycle {
  return given({
    status: STATUSES.get(life?.status ?? ""),
    deprecatedAt: life?.legacyTime,
    retiresAt: life?.endOfLifeTime,
  });
}

function translateCapabilities(row: Summary): Partial<Record<Capability, boolean>> {
  const { inputModalities: input, outputModalities: output, responseStreamingSupported: streaming } = row;
  return given({
    streaming,
    vision: input?.includes("IMAGE"),
    videoInput: input?.includes("VIDEO"),
    audio:
      input &&
      output &&
      (input.includes("AUDIO") || input.includes("SPEECH") || output.includes("SPEECH") || output.includes("AUDIO")),
    embedding: output && (output.includes("EMBEDDING") || output.includes("EMBEDDINGS")),
    image: output?.includes("IMAGE"),
    video: output?.includes("VIDEO"),
    // What writes text may also be a reranker.
    chat: output?.includes("TEXT") === false ? false : undefined,
    fineTuning: row.customizationsSupported?.includes("FINE_TUNING"),
  });
}

function translate(modalities: readonly string[] | null | undefined): string[] | undefined {
  return modalities?.map((modality) => NAMES.get(modality) ?? modality.toLowerCase());
}

const NAMES = new Map([
  ["EMBEDDINGS", "embedding"],
  ["SPEECH", "audio"],
]);
