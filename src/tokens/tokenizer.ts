import { ModelMallError } from "../errors.ts";
import { importPeer } from "../util/import-peer.ts";

/** What turns text into tokens. */
export interface Tokenizer {
  /** Its encoding: `o200k_base`. */
  readonly name: string;
  count(text: string): number;
}

/** Finds the tokenizer of an encoding; `undefined` where there is none. */
export type FindTokenizer = (encoding: string) => Promise<Tokenizer | undefined>;

const loaded = new Map<string, Promise<Tokenizer | undefined>>();

/** The encoding of a model of OpenAI's, by its name; `undefined` for any other. */
export function encodingOf(model: string): "o200k_base" | "cl100k_base" | undefined {
  const name = model.toLowerCase().replace(/^.*\//, "").replace(/^ft:/, "");
  if (/^(?:gpt-4o|gpt-4\.[15]|gpt-[5-9]|chatgpt-|o[1-9](?:-|$)|gpt-oss|gpt-audio|gpt-realtime|codex-)/.test(name))
    return "o200k_base";
  if (/^(?:gpt-4|gpt-3\.5|gpt-35|text-embedding-|davinci-002|babbage-002)/.test(name)) return "cl100k_base";
  return undefined;
}

/** The tokenizer of an encoding from `gpt-tokenizer`, loaded once; `undefined` where that package is not installed. */
export function loadTokenizer(encoding: string): Promise<Tokenizer | undefined> {
  const known = loaded.get(encoding);
  if (known !== undefined) return known;
  const found = load(encoding);
  loaded.set(encoding, found);
  return found;
}

interface GptEncoding {
  countTokens(text: string, options: { disallowedSpecial: Set<string> }): number;
}

async function load(encoding: string): Promise<Tokenizer | undefined> {
  try {
    const { countTokens } = await importPeer<GptEncoding>(`gpt-tokenizer/encoding/${encoding}`, "counting tokens");
    // Text that looks like a special token is text, as the API takes it.
    const options = { disallowedSpecial: new Set<string>() };
    return { name: encoding, count: (text) => countTokens(text, options) };
  } catch (cause) {
    if (ModelMallError.is(cause) && cause.code === "missing_package") return undefined;
    throw cause;
  }
}
