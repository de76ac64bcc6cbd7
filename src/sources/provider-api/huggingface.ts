import * as z from "zod";
import type { Facts } from "../../model.ts";
import { given } from "../../util/given.ts";
import { isoTime } from "../../util/iso-time.ts";
import { own } from "../../util/record.ts";
import { amount, count, flag, part, requiredText, text, words } from "./lenient.ts";
import { type Listing, readerOf } from "./listing.ts";

const host = z.object({
  provider: requiredText,
  status: text,
  context_length: count,
  pricing: part({ input: amount, output: amount }),
  is_free: flag,
  supports_tools: flag,
  supports_structured_output: flag,
  is_model_author: flag,
});

const row = z.object({
  id: requiredText,
  created: count,
  owned_by: text,
  architecture: part({ input_modalities: words, output_modalities: words }),
  providers: z.array(host.nullable().catch(null)).nullish().catch(undefined),
});

type Host = z.output<typeof host>;
type Row = z.output<typeof row>;

/**
 * A row of the router's `GET /v1/models`: the model as the router serves it, and the same at each host by a suffix
 * (`org/model:novita`). Without one the router picks the host, so only what all of them say holds there.
 * Speed and latency are left out: they are measured anew all the time.
 * @see https://huggingface.co/docs/inference-providers/index
 */
export const readHuggingFaceRow = readerOf(row, (row): Listing[] => {
  const hosts = (row.providers ?? []).filter((host) => host !== null).filter(isLive);
  const about = { createdAt: isoTime(row.created), ownedBy: row.owned_by };
  const offers = hosts.map((host) => offerOf(host, row));
  return [
    {
      name: row.id,
      facts: { ...modalitiesOf(row), ...common(offers) },
      own: { ...about, hosts: hosts.map(({ provider }) => provider) },
    },
    ...hosts.map((host, index) => ({
      name: `${row.id}:${host.provider}`,
      facts: { ...modalitiesOf(row), ...offers[index] },
      own: { ...about, host: host.provider, isModelAuthor: host.is_model_author || undefined },
    })),
  ];
});

function isLive({ status }: Host): boolean {
  return !status || status === "live";
}

function offerOf({ pricing, is_free: isFree, ...host }: Host, row: Row): Facts {
  return given({
    contextWindow: host.context_length || undefined,
    pricing: isFree ? { input: 0, output: 0 } : pricing && given({ input: pricing.input, output: pricing.output }),
    capabilities: given({
      ...visionOf(row),
      tools: host.supports_tools,
      jsonSchema: host.supports_structured_output,
    }),
  });
}

/** What every offer says, and says alike. */
function common(offers: readonly Facts[]): Facts {
  return given({
    contextWindow: alike(offers.map(({ contextWindow }) => contextWindow)),
    pricing: alikeParts(offers.map(({ pricing }) => pricing)),
    capabilities: alikeParts(offers.map(({ capabilities }) => capabilities)),
  });
}

function alike<Value>(values: readonly Value[]): Value | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}

function alikeParts<Part extends object>(parts: readonly (Part | undefined)[]): Part {
  const entries = Object.keys(parts[0] ?? {}).map((key) => [key, alike(parts.map((part) => own(part, key)))]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Part; // no part of them is required
}

function modalitiesOf({ architecture }: Row): Facts {
  const modalities = given({ input: architecture?.input_modalities, output: architecture?.output_modalities });
  return given({ modalities });
}

function visionOf({ architecture }: Row) {
  return { vision: architecture?.input_modalities?.includes("image") };
}
