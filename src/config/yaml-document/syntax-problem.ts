import type { YAMLError } from "yaml";

/** Something that keeps a text from being read, and the offset at which it stands. */
export interface SyntaxProblem {
  readonly code: string;
  readonly message: string;
  readonly offset: number;
}

/** What the parser found wrong, in words that say what to do and quote nothing of the text. */
export function syntaxProblem({ code, message, pos }: YAMLError, text: string): SyntaxProblem {
  const [offset] = pos;
  if (code === "TAG_RESOLVE_FAILED") return { code: "unknown_tag", message: TAG, offset };
  const hint = MISPLACED.has(code) ? hintFor(text, offset) : "";
  return { code: "invalid_yaml", message: `not valid YAML: ${MESSAGES[code] ?? missing(message)}${hint}`, offset };
}

const TAG = "this tag is not supported, or does not fit its value; remove it";

const MISPLACED: ReadonlySet<string> = new Set(["UNEXPECTED_TOKEN", "MISSING_CHAR", "BAD_INDENT"]);

const MESSAGES: Partial<Record<YAMLError["code"], string>> = {
  ALIAS_PROPS: "a reference (*name) can have neither an anchor nor a tag of its own",
  BAD_ALIAS: "a & or * needs a name after it; a text that begins with one must be in quotes",
  BAD_DIRECTIVE: "a line that begins with % is not understood; remove it",
  BAD_DQ_ESCAPE:
    "a backslash in double quotes must begin a known escape; write \\\\ for a backslash, or use single quotes",
  BAD_INDENT: "the indentation does not fit the lines above; parts of one map or list must begin in the same column",
  BAD_PROP_ORDER: "an anchor or tag must follow the sign it stands before",
  BAD_SCALAR_START: "a text that begins with this sign must be in quotes",
  BLOCK_AS_IMPLICIT_KEY: 'a second ":" or a list on the line of a key; put a text that holds ": " in quotes',
  BLOCK_IN_FLOW: "an indented map or list cannot stand inside [ ] or { }",
  KEY_OVER_1024_CHARS: "a key is longer than 1,024 characters",
  MULTILINE_IMPLICIT_KEY: 'a line that is no "key: value"; is a ":" missing, or the indentation wrong?',
  MULTIPLE_ANCHORS: "two anchors in one place; remove one",
  MULTIPLE_TAGS: "two tags in one place; remove one",
  TAB_AS_INDENT: "a tab indents this line; use spaces",
  UNEXPECTED_TOKEN: "this cannot stand here; is a quote, a bracket or a comma missing or too many?",
};

// The parser's own messages of this code, of which none quotes the text.
const MISSING: readonly (readonly [start: string, message: string])[] = [
  ["Missing closing", "the closing quote is missing"],
  ["Comments must", 'a comment needs a space before its "#"'],
  ["Implicit map keys", 'a ":" is missing after this key'],
  ["Sequence item", 'a "-" is missing before an item of this list'],
  ["Missing space after :", 'a space is missing after ":"'],
  ["Missing , ", "a comma is missing"],
  ["Flow map", "the closing } is missing"],
  ["Flow sequence", "the closing ] is missing"],
  ["Tags and anchors", "a space is missing after an anchor or tag"],
];

function missing(message: string): string {
  return (
    MISSING.find(([start]) => message.startsWith(start))?.[1] ?? "a sign is missing here, or the line break before it"
  );
}

/** The two texts that are most often left without the quotes they need. */
function hintFor(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset + 1).slice(0, 1_000);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the sign of a variable itself
  if (line.includes("${")) return "; inside [ ] and { } a text with ${…} must be in quotes";
  return /^\s*\*/.test(line) ? "; a name that begins with * must be in quotes" : "";
}
