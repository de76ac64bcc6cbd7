import { Composer, type CST, type Document } from "yaml";
import { readYamlTokens } from "../../util/yaml-tokens.ts";
import type { ConfigPosition, ConfigProblem } from "../problem.ts";
import { buildValue } from "./build-value.ts";
import type { YamlDocument } from "./document.ts";
import { mendFlowKeys } from "./mend-flow-keys.ts";
import { Places } from "./places.ts";
import { type SyntaxProblem, syntaxProblem } from "./syntax-problem.ts";

const DEEPEST = 64;
/** Words and signs. Some 30,000 lines of a config; a text of nothing but signs would take seconds to be parsed. */
const MOST = 250_000;
const MOST_PROBLEMS = 100;
const SEVERAL = "a second document begins here; remove this ---, or put what follows into a file of its own";

/** The document in a text whose size and signs have been looked at. */
export function composeDocument(text: string, file: string, at: (offset: number) => ConfigPosition): YamlDocument {
  const { tokens, tooDeepAt, tooLongAt } = readYamlTokens(text, { deepest: DEEPEST, most: MOST });
  if (tooDeepAt !== undefined) {
    const message = `nested deeper than ${DEEPEST} levels; take some away`;
    return unreadable(file, at, [{ code: "too_deep", message, offset: tooDeepAt }]);
  }
  if (tooLongAt !== undefined) {
    const message = "holds too much to be read from here on; split it, and name the parts in include";
    return unreadable(file, at, [{ code: "too_large", message, offset: tooLongAt }]);
  }
  const { document, wrong } = compose(tokens, text);
  // A tag that is not known leaves the text it stands at.
  if (wrong.some(({ code }) => code !== "unknown_tag")) return unreadable(file, at, wrong);
  const { value, problems, aliased } = buildValue(document.contents, { at, deepest: DEEPEST });
  const places = new Places(document.contents, aliased);
  return {
    file,
    value,
    problems: inOrder([...wrong.map((problem) => problemAt(problem, at)), ...problems]),
    locate: (path, part = "value") => at(places.offset(path, part)),
    isPlain: (path) => places.isPlain(path),
  };
}

function compose(tokens: readonly CST.Token[], text: string): { document: Document; wrong: readonly SyntaxProblem[] } {
  const second = tokens.filter(({ type }) => type === "document")[1];
  const composable = tokens.filter((token) => token !== second && token.type !== "directive");
  let document = composed(composable, text);
  if (document.errors.some(({ code }) => code === "IMPOSSIBLE")) {
    mendFlowKeys(composable);
    document = composed(composable, text);
  }
  // Of what the parser only warns about, tags matter: the rest is taste (a closing bracket that is not indented).
  const found = [...document.errors, ...document.warnings.filter(({ code }) => code === "TAG_RESOLVE_FAILED")];
  const wrong = found.slice(0, MOST_PROBLEMS).map((error) => syntaxProblem(error, text));
  wrong.push(...tokens.flatMap(unsupported));
  if (second !== undefined) wrong.push({ code: "several_documents", message: SEVERAL, offset: second.offset });
  return { document, wrong };
}

function composed(tokens: readonly CST.Token[], text: string): Document {
  // Duplicate keys are found while the value is built: the composer compares each key with all before it.
  const composer = new Composer({ schema: "core", resolveKnownTags: false, uniqueKeys: false, logLevel: "silent" });
  const { value } = composer.compose(tokens, true, text.length).next();
  // There is always one: asked to (`true`), the composer makes a document of nothing as well.
  return value as Document;
}

function unsupported(token: CST.Token): SyntaxProblem[] {
  if (token.type !== "directive" || /^%YAML\s+1\.2\s*(?:#.*)?$/.test(token.source)) return [];
  const message = "directives are not supported; remove the line that begins with %";
  return [{ code: "directive", message, offset: token.offset }];
}

function unreadable(
  file: string,
  at: (offset: number) => ConfigPosition,
  wrong: readonly SyntaxProblem[],
): YamlDocument {
  const placed = inOrder(wrong.map((problem) => problemAt(problem, at)));
  // What follows a mistake on its line mostly follows from it.
  const problems = placed.filter((problem, index) => problem.at.line !== placed[index - 1]?.at.line);
  return { file, value: undefined, problems, locate: () => at(0), isPlain: () => false };
}

function problemAt({ code, message, offset }: SyntaxProblem, at: (offset: number) => ConfigPosition): PlacedProblem {
  return { severity: "error", code, path: "", message, at: at(offset) };
}

type PlacedProblem = ConfigProblem & { readonly at: ConfigPosition };

/** The first hundred by place. */
function inOrder(problems: readonly PlacedProblem[]): PlacedProblem[] {
  const sorted = problems.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
  return sorted.slice(0, MOST_PROBLEMS);
}
