import * as z from "zod";
import { given } from "../../util/given.ts";
import { amount, count, flag, longText, requiredText, text, words } from "./lenient.ts";
import { readerOf } from "./listing.ts";

const row = z.object({
  name: requiredText,
  displayName: text,
  description: longText,
  version: text,
  inputTokenLimit: count,
  outputTokenLimit: count,
  supportedGenerationMethods: words,
  thinking: flag,
  temperature: amount,
  maxTemperature: amount,
  topP: amount,
  topK: count,
});

/** A row of `GET /v1beta/models`. @see https://ai.google.dev/api/models */
export const readGoogleRow = readerOf(row, (row) => {
  const methods = row.supportedGenerationMethods;
  const answers = methods?.includes("generateContent");
  return {
    name: row.name.replace(/^models\//, ""),
    facts: given({
      name: row.displayName,
      description: row.description,
      version: row.version,
      contextWindow: row.inputTokenLimit || undefined,
      // Of an embedding model it says 1, which is no length of an answer.
      maxOutputTokens: methods?.includes("embedContent") ? undefined : row.outputTokenLimit || undefined,
      capabilities: methods && {
        // Models that speak or draw answer to generateContent too, so it does not say that one chats.
        ...(!answers && { chat: false, streaming: methods.includes("bidiGenerateContent") }),
        embedding: methods.includes("embedContent"),
        batch: methods.includes("batchGenerateContent") || methods.includes("asyncBatchEmbedContent"),
        promptCache: methods.includes("createCachedContent"),
        ...given({ reasoning: row.thinking }),
      },
    }),
    own: {
      resourceName: row.name,
      methods,
      temperature: row.temperature,
      maxTemperature: row.maxTemperature,
      topP: row.topP,
      topK: row.topK,
    },
  };
});
