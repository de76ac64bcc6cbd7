import type { TokenCount } from "./backend.ts";
import type { ChatRequest } from "./chat.ts";
import type { Facts } from "./model.ts";
import type { Provider } from "./provider.ts";
import { estimatePieces } from "./tokens/estimate.ts";
import { familyOf } from "./tokens/family.ts";
import { countPieces } from "./tokens/openai-count.ts";
import { type Pieces, piecesOf } from "./tokens/pieces.ts";
import { encodingOf, type FindTokenizer, loadTokenizer } from "./tokens/tokenizer.ts";

/** What tokens are counted for. */
export interface CountOptions {
  /** The model's id at its provider; its family decides what counts. */
  readonly model: string;
  /** Whose server it is. */
  readonly provider?: Provider | undefined;
  /** What is known of the model: its family, where the id does not tell (an Azure deployment, a fine-tuned model). */
  readonly facts?: Facts | undefined;
  /** Where a tokenizer comes from. @default the package `gpt-tokenizer`, where it is installed */
  readonly findTokenizer?: FindTokenizer | undefined;
}

/**
 * By how much the truth differs from the count, as a share: in nine of ten recorded calls with the tokenizer, in four of
 * five with the estimate, whose misses are servers that put long words of their own before the prompt. A count is never
 * surer than a few tokens, which is much of a short request.
 */
const MARGINS = {
  tokenizer: { text: 0.02, tools: 0.15, media: 0.5, leastTokens: 4 },
  estimate: { text: 0.3, tools: 0.4, media: 0.6, leastTokens: 16 },
} as const;

/**
 * How many tokens a request is, without asking its provider: by the tokenizer of OpenAI's models, else by an estimate
 * from its characters; with what counted, and by how much it may be wrong. A backend's `countTokens` asks the provider
 * where that can count.
 */
export async function countTokens(request: ChatRequest, options: CountOptions): Promise<TokenCount> {
  const { model, facts, findTokenizer = loadTokenizer } = options;
  const pieces = piecesOf(request);
  // An id of the user's own choice (Azure's deployments) says nothing; what it stands for may be known.
  const known = [model, facts?.name, facts?.family].find((name) => name !== undefined && familyOf(name) !== "other");
  const name = (known ?? model).toLowerCase();
  const encoding = encodingOf(name);
  const tokenizer = encoding === undefined ? undefined : await findTokenizer(encoding);
  if (tokenizer !== undefined) {
    const tokens = countPieces(pieces, tokenizer, name);
    return { tokens, method: "tokenizer", by: tokenizer.name, margin: marginOf("tokenizer", pieces, tokens) };
  }
  const family = familyOf(name);
  const tokens = estimatePieces(pieces, family, name);
  const by = `an estimate by characters (${family === "other" ? "any model" : family})`;
  return { tokens, method: "estimate", by, margin: marginOf("estimate", pieces, tokens) };
}

function marginOf(method: keyof typeof MARGINS, pieces: Pieces, tokens: number): number {
  const { text, tools, media, leastTokens } = MARGINS[method];
  const isPlain = pieces.tools.length === 0 && pieces.schema === undefined;
  const share = pieces.media.length > 0 ? media : isPlain ? text : tools;
  return Math.max(share, Math.round((1_000 * leastTokens) / Math.max(tokens, leastTokens)) / 1_000);
}
