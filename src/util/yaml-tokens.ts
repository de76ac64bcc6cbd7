import { type CST, Lexer, Parser } from "yaml";

const MOST_ERRORS = 100;

/** The tokens of a YAML text, or as many as it took to know that it is refused. */
export interface YamlTokens {
  readonly tokens: readonly CST.Token[];
  /** The offset at which it nests deeper than allowed: such tokens must not be composed. */
  readonly tooDeepAt?: number;
  /** The offset from which on it was not read, because it holds more than allowed. */
  readonly tooLongAt?: number;
}

/** What a text may hold. */
export interface YamlLimits {
  /** Levels of maps and lists. */
  readonly deepest: number;
  /** Words and signs, spaces and line breaks between them included. @default Infinity */
  readonly most?: number;
}

/**
 * Splits a YAML text into tokens without recursion and measures how deep they nest: composing them is recursive, and
 * running out of stack there can end the process. It stops at what nests too deep, after a second document and after a
 * hundred errors, so that a hostile text costs little.
 */
export function readYamlTokens(text: string, { deepest, most = Infinity }: YamlLimits): YamlTokens {
  const parser = new Parser();
  const depth = new LineDepth();
  const tokens: CST.Token[] = [];
  let documents = 0;
  let errors = 0;
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (depth.after(lexeme) > deepest) return { tokens, tooDeepAt: depth.offset };
    lexemes += 1;
    if (lexemes > most) return { tokens, tooLongAt: depth.offset };
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === "document") documents += 1;
      else if (token.type === "error") errors += 1;
    }
    if (documents > 1 || errors > MOST_ERRORS) break;
  }
  for (const token of parser.end()) tokens.push(token);
  const tooDeepAt = placeDeeperThan(deepest, tokens);
  return tooDeepAt === undefined ? { tokens } : { tokens, tooDeepAt };
}

// Signs with which the lexer announces things; no text that is read holds them elsewhere than in quotes.
const SCALAR_FOLLOWS = "\u001f";
const DOCUMENT_BEGINS = "\u0002";
const FLOW_BREAKS_OFF = "\u0018";

/** What nests quickly: open brackets, and indicators that follow each other on one line (`- - - -`). */
class LineDepth {
  /** Where the newest lexeme begins. */
  offset = 0;
  #length = 0;
  #brackets = 0;
  #indicators = 0;
  #isText = false;

  after(lexeme: string): number {
    this.offset += this.#length;
    this.#length = lexeme.length;
    if (this.#isText) this.#isText = false;
    else this.#count(lexeme);
    return this.#brackets + this.#indicators;
  }

  #count(lexeme: string): void {
    switch (lexeme) {
      case SCALAR_FOLLOWS:
        this.#isText = true;
        this.#length = 0;
        break;
      case DOCUMENT_BEGINS:
      case FLOW_BREAKS_OFF:
        this.#brackets = 0;
        this.#length = 0;
        break;
      case "[":
      case "{":
        this.#brackets += 1;
        break;
      case "]":
      case "}":
        this.#brackets = Math.max(0, this.#brackets - 1);
        break;
      case "-":
      case "?":
      case ":":
        if (this.#brackets === 0) this.#indicators += 1;
        break;
      case "\n":
      case "\r\n":
        this.#indicators = 0;
        break;
    }
  }
}

/** Where collections first stand deeper in each other than allowed. */
function placeDeeperThan(deepest: number, tokens: readonly CST.Token[]): number | undefined {
  let level: CST.Token[] = tokens.flatMap((token) => (token.type === "document" && token.value ? [token.value] : []));
  for (let depth = 0; level.length > 0; depth++) {
    const collections = level.filter((token) => "items" in token);
    if (depth >= deepest && collections[0] !== undefined) return collections[0].offset;
    level = collections.flatMap(({ items }) =>
      items.flatMap(({ key, value }) => [...(key ? [key] : []), ...(value ? [value] : [])]),
    );
  }
  return undefined;
}
