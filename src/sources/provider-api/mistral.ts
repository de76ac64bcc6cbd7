import * as z from "zod";
import type { Lifecycle } from "../../model.ts";
import { given } from "../../util/given.ts";
import { isoTime } from "../../util/iso-time.ts";
import { amount, count, flag, longText, moment, part, requiredText, text, words } from "./lenient.ts";
import { readerOf } from "./listing.ts";

const row = z.object({
  id: requiredText,
  name: text,
  description: longText,
  created: count,
  owned_by: text,
  type: text,
  root: text,
  archived: flag,
  aliases: words,
  max_context_length: count,
  default_model_temperature: amount,
  deprecation: moment,
  deprecation_replacement_model: text,
  capabilities: part({
    audio: flag,
    audio_speech: flag,
    audio_transcription: flag,
    audio_transcription_realtime: flag,
    completion_chat: flag,
    completion_fim: flag,
    fine_tuning: flag,
    function_calling: flag,
    moderation: flag,
    ocr: flag,
    reasoning: flag,
    vision: flag,
  }),
});

type Row = z.output<typeof row>;

/** A row of `GET /v1/models`; every alias is a row of its own too. @see https://docs.mistral.ai/api/endpoint/models */
export const readMistralRow = readerOf(row, ({ capabilities: can, ...row }) => ({
  name: row.id,
  aliases: row.aliases ?? [],
  replacement: row.deprecation_replacement_model,
  facts: given({
    description: row.description,
    contextWindow: row.max_context_length || undefined,
    capabilities:
      can &&
      given({
        chat: can.completion_chat,
        tools: can.function_calling,
        vision: can.vision,
        audio: can.audio,
        speech: can.audio_speech,
        transcription: either(can.audio_transcription, can.audio_transcription_realtime),
        moderation: can.moderation,
        reasoning: can.reasoning,
        fineTuning: can.fine_tuning,
      }),
    lifecycle: lifecycleOf(row),
  }),
  own: {
    createdAt: isoTime(row.created),
    ownedBy: row.owned_by,
    canonicalName: row.name === row.id ? undefined : row.name,
    type: row.type,
    root: row.root,
    defaultTemperature: row.default_model_temperature,
    fillInTheMiddle: can?.completion_fim,
    ocr: can?.ocr,
  },
}));

function lifecycleOf({ archived, deprecation }: Pick<Row, "archived" | "deprecation">): Lifecycle | undefined {
  if (archived) return { status: "retired" };
  // The day its own client announces as the end of life.
  return deprecation === undefined ? undefined : { status: "deprecated", retiresAt: deprecation };
}

function either(...flags: readonly (boolean | null | undefined)[]): boolean | undefined {
  const stated = flags.filter((one) => typeof one === "boolean");
  return stated.length === 0 ? undefined : stated.includes(true);
}
