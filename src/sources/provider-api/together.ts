import * as z from "zod";
import type { Capability } from "../../model.ts";
import { given } from "../../util/given.ts";
import { isoTime } from "../../util/iso-time.ts";
import { amount, count, part, requiredText, text } from "./lenient.ts";
import { readerOf } from "./listing.ts";

const row = z.object({
  id: requiredText,
  display_name: text,
  organization: text,
  type: text,
  created: count,
  license: text,
  link: text,
  context_length: count,
  pricing: part({ input: amount, output: amount, cached_input: amount, hourly: amount }),
});

const TYPES = new Map<string, Capability>([
  ["chat", "chat"],
  ["language", "completion"],
  ["code", "completion"],
  ["image", "image"],
  ["video", "video"],
  ["embedding", "embedding"],
  ["moderation", "moderation"],
  ["rerank", "rerank"],
  ["transcribe", "transcription"],
]);

/** A row of `GET /v1/models`, its prices in USD per million tokens. @see https://docs.together.ai/reference/models */
export const readTogetherRow = readerOf(row, ({ id, pricing, type, ...row }) => {
  const capability = TYPES.get(type ?? "");
  // Where both are 0 it is sold by the image, by the hour or not at all: that is no price of a token.
  const isPriced = Boolean(pricing?.input || pricing?.output);
  return {
    name: id,
    facts: given({
      name: row.display_name,
      contextWindow: row.context_length || undefined,
      capabilities: capability && { chat: capability === "chat", [capability]: true },
      pricing: isPriced
        ? given({ input: pricing?.input, output: pricing?.output, cacheRead: pricing?.cached_input || undefined })
        : undefined,
    }),
    own: {
      createdAt: isoTime(row.created),
      organization: row.organization,
      type,
      license: row.license,
      link: row.link,
      hourlyUsd: pricing?.hourly || undefined,
    },
  };
});
