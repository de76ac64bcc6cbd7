import * as z from "zod";
import type { Lifecycle } from "../../model.ts";
import { given } from "../../util/given.ts";
import { isoTime } from "../../util/iso-time.ts";
import { count, flag, part, requiredText, text } from "./lenient.ts";
import { readerOf } from "./listing.ts";

const row = z.object({
  id: requiredText,
  created_at: count,
  lifecycle_status: text,
  deprecation: part({ inference: count }),
  capabilities: part({
    chat_completion: flag,
    completion: flag,
    embeddings: flag,
    fine_tune: flag,
    inference: flag,
  }),
});

const STATUSES = new Map<string, Lifecycle["status"]>([
  ["preview", "preview"],
  ["generally-available", "active"],
  ["stable", "active"],
  ["deprecating", "deprecated"],
  ["deprecated", "deprecated"],
]);

/**
 * A row of `GET /openai/v1/models`: what can be deployed, not what is; a name comes once for each of its versions.
 * @see https://learn.microsoft.com/en-us/rest/api/azureopenai/models/list
 */
export const readAzureRow = readerOf(row, ({ id, capabilities: can, ...row }) => ({
  name: id,
  facts: given({
    capabilities:
      can &&
      given({
        chat: can.chat_completion,
        completion: can.completion,
        embedding: can.embeddings,
        fineTuning: can.fine_tune,
      }),
    lifecycle: given({
      status: STATUSES.get(row.lifecycle_status?.toLowerCase() ?? ""),
      retiresAt: isoTime(row.deprecation?.inference),
    }),
  }),
  own: { createdAt: isoTime(row.created_at), inference: can?.inference },
}));
