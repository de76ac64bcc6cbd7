import type { ModelRows } from "../../provider.ts";
import { readAnthropicRow } from "./anthropic.ts";
import { readAzureRow } from "./azure.ts";
import { readCohereRow } from "./cohere.ts";
import { readGoogleRow } from "./google.ts";
import { readGroqRow } from "./groq.ts";
import { readHuggingFaceRow } from "./huggingface.ts";
import type { ReadRow } from "./listing.ts";
import { readLmStudioRow } from "./lm-studio.ts";
import { readMistralRow } from "./mistral.ts";
import { readOpenAIRow } from "./openai.ts";
import { readOpenAICompatibleRow } from "./openai-compatible.ts";
import { readTogetherRow } from "./together.ts";
import { readXaiRow } from "./xai.ts";

/** Who reads rows of which shape. */
export const ROW_READERS: Readonly<Record<ModelRows, ReadRow>> = {
  anthropic: readAnthropicRow,
  azure: readAzureRow,
  cohere: readCohereRow,
  google: readGoogleRow,
  groq: readGroqRow,
  huggingface: readHuggingFaceRow,
  "lm-studio": readLmStudioRow,
  mistral: readMistralRow,
  openai: readOpenAIRow,
  "openai-compatible": readOpenAICompatibleRow,
  together: readTogetherRow,
  xai: readXaiRow,
};
