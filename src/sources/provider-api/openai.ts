import * as z from "zod";
import { isoTime } from "../../util/iso-time.ts";
import { count, requiredText, text } from "./lenient.ts";
import { readerOf } from "./listing.ts";

const row = z.object({ id: requiredText, created: count, owned_by: text });

/** A row of `GET /v1/models` as OpenAI made it: names, and little else. @see https://platform.openai.com/docs/api-reference/models/list */
export const readOpenAIRow = readerOf(row, ({ id, created, owned_by }) => ({
  name: id,
  own: { createdAt: isoTime(created), ownedBy: owned_by },
}));
