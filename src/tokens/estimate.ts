import { remembered } from "../util/remembered.ts";
import { FAMILY_COUNTS, type Family } from "./family.ts";
import { mediaTokens } from "./media-tokens.ts";
import { countPieces } from "./openai-count.ts";
import type { Pieces } from "./pieces.ts";
import type { Tokenizer } from "./tokenizer.ts";

/**
 * What tokens are made of, by least squares over some 800 recorded prompts, tools and sources, counted with OpenAI's
 * newest encoding: a word costs something, and so does each of its letters.
 */
const PER_WORD = 0.62;
const PER_LETTER = 0.09;
const PER_DIGIT = 0.55;
/** Signs in a row (`"},{"`) are often one token. */
const PER_RUN_OF_SIGNS = 0.87;
/** Cyrillic, Greek, Arabic, Devanagari, accents. */
const PER_OTHER_LETTER = 0.32;
/** Chinese, Japanese, Korean. */
const PER_IDEOGRAPH = 0.69;

const SPACE = 0;
const DIGIT = 1;
const LETTER = 2;
const SIGN = 3;
const IDEOGRAPH = 4;
const OTHER = 5;

/** What each character of ASCII is: looked up, for every request is counted before it is sent. */
const ASCII = Uint8Array.from({ length: 0x80 }, (_, code) => {
  if (code <= 0x20) return SPACE;
  const character = String.fromCharCode(code);
  if (/[0-9]/.test(character)) return DIGIT;
  return /[A-Za-z]/.test(character) ? LETTER : SIGN;
});

/** How many tokens a text is, by its characters: words, digits, signs and scripts weigh differently. */
export function estimateText(text: string): number {
  const meter = new TextMeter();
  meter.add(text);
  return meter.tokens;
}

/** The same of a text that comes in pieces, wherever it is cut. */
export class TextMeter {
  #weight = 0;
  #before = SPACE;
  #isEmpty = true;

  add(piece: string): void {
    if (piece === "") return;
    this.#isEmpty = false;
    let weight = this.#weight;
    let before = this.#before;
    for (let place = 0; place < piece.length; place++) {
      const code = piece.charCodeAt(place);
      const kind = code < 0x80 ? ASCII[code] : code >= 0x2e80 && code < 0xd800 ? IDEOGRAPH : OTHER;
      if (kind === LETTER) weight += before === LETTER ? PER_LETTER : PER_LETTER + PER_WORD;
      else if (kind === DIGIT) weight += PER_DIGIT;
      else if (kind === SIGN && before !== SIGN) weight += PER_RUN_OF_SIGNS;
      else if (kind === IDEOGRAPH) weight += PER_IDEOGRAPH;
      else if (kind === OTHER) weight += PER_OTHER_LETTER;
      before = kind ?? SPACE;
    }
    this.#weight = weight;
    this.#before = before;
  }

  /** As OpenAI's newest encoding would count; 0 only for no text. */
  get tokens(): number {
    return this.#isEmpty ? 0 : Math.max(1, Math.round(this.#weight));
  }

  /** As the models of a family would count. */
  tokensOf(family: Family): number {
    const factor = family === "openai" || family === "gpt-oss" ? 1 : FAMILY_COUNTS[family].factor;
    return this.#isEmpty ? 0 : Math.max(1, Math.round(factor * this.#weight));
  }
}

/** Counts by characters what another would by its tokens. */
const BY_CHARACTERS: Tokenizer = { name: "characters", count: estimateText };

/** Of one request: more are counted anew. */
const MOST_TEXTS = 10_000;

/** The same for one request and several models: their texts are all counted alike, and each only once. */
export function rememberingEstimator(): Tokenizer {
  return { name: BY_CHARACTERS.name, count: remembered(MOST_TEXTS, estimateText) };
}

/** How many tokens a request is for a family of models, by its characters and what the family adds of its own. */
export function estimatePieces(
  pieces: Pieces,
  family: Family,
  model: string,
  tokenizer: Tokenizer = BY_CHARACTERS,
): number {
  // Where it is known how a request is put before the model, only the words have to be guessed.
  if (family === "openai" || family === "gpt-oss") return countPieces(pieces, tokenizer, model);
  const { base, perMessage, toolsBase, perTool, factor, countsSchema } = FAMILY_COUNTS[family];
  let text = 0;
  let calls = 0;
  for (const turn of pieces.turns) {
    for (const piece of turn.texts) text += tokenizer.count(piece);
    for (const call of turn.calls) {
      calls += 1;
      text += tokenizer.count(call.name) + tokenizer.count(call.arguments);
    }
  }
  for (const tool of pieces.tools) text += tokenizer.count(JSON.stringify(tool));
  if (pieces.schema !== undefined && countsSchema) text += tokenizer.count(JSON.stringify(pieces.schema) ?? "");
  let media = 0;
  for (const item of pieces.media) media += mediaTokens(item, family, model);
  const tools = pieces.tools.length === 0 ? 0 : toolsBase + perTool * pieces.tools.length;
  return Math.round(base + perMessage * pieces.turns.length + 6 * calls + tools + factor * text + media);
}
