import * as z from "zod";
import { given } from "../../util/given.ts";
import { isRecord, own } from "../../util/record.ts";
import { count, moment, record, requiredText, text } from "./lenient.ts";
import { readerOf } from "./listing.ts";

const row = z.object({
  id: requiredText,
  display_name: text,
  created_at: moment,
  max_input_tokens: count,
  max_tokens: count,
  capabilities: record(z.unknown()),
});

/** A row of `GET /v1/models`. @see https://platform.claude.com/docs/en/api/models/list */
export const readAnthropicRow = readerOf(row, ({ id, display_name, created_at, capabilities, ...row }) => ({
  name: id,
  facts: given({
    name: display_name,
    contextWindow: row.max_input_tokens || undefined,
    maxOutputTokens: row.max_tokens || undefined,
    capabilities: given({
      batch: supports(capabilities, "batch"),
      codeExecution: supports(capabilities, "code_execution"),
      vision: supports(capabilities, "image_input"),
      pdf: supports(capabilities, "pdf_input"),
      jsonSchema: supports(capabilities, "structured_outputs"),
      reasoning: supports(capabilities, "thinking"),
    }),
  }),
  own: {
    createdAt: created_at,
    citations: supports(capabilities, "citations"),
    efforts: supportedParts(own(capabilities, "effort")),
    thinkingTypes: supportedParts(own(own(capabilities, "thinking"), "types")),
    contextManagement: supportedParts(own(capabilities, "context_management")),
  },
}));

function supports(capabilities: unknown, name: string): boolean | undefined {
  const supported = own(own(capabilities, name), "supported");
  return typeof supported === "boolean" ? supported : undefined;
}

function supportedParts(parts: unknown): string[] {
  return isRecord(parts) ? Object.keys(parts).filter((name) => supports(parts, name) === true) : [];
}
