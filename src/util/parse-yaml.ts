const DEEPEST = 100;
const LONGEST_LINE_START = 400;

/** How a YAML text is read. */
export interface YamlOptions {
  /** Refuses an object that has a key twice; otherwise its last value counts, as in most other parsers. @default true */
  uniqueKeys?: boolean;
}

/**
 * The value of a YAML text. What nests deeper than 100 levels is refused before it is parsed: the parser is recursive,
 * and running out of stack in it ends the process.
 * @throws {Error} with a message that quotes nothing of the text
 */
export async function parseYaml(text: string, { uniqueKeys = true }: YamlOptions = {}): Promise<unknown> {
  refuseDepth(text);
  const { parseDocument } = await import("yaml");
  const document = parseDocument(text, { prettyErrors: false, strict: true, uniqueKeys, logLevel: "silent" });
  const [problem] = document.errors;
  if (problem !== undefined) {
    const line = text.slice(0, problem.pos[0]).split("\n").length;
    throw new Error(`not valid YAML at line ${line} (${problem.code.toLowerCase().replaceAll("_", " ")})`);
  }
  return document.toJS({ maxAliasCount: 100 });
}

// Both counts are upper bounds: brackets in quoted text count too, and each block level takes at least one character.
function refuseDepth(text: string): void {
  let open = 0;
  let start = 0;
  let atStart = true;
  for (const character of text) {
    if (character === "\n") {
      start = 0;
      atStart = true;
    } else if (atStart && " \t-?:".includes(character)) {
      start += 1;
      if (start > LONGEST_LINE_START) throw tooDeep();
    } else {
      atStart = false;
      if (character === "[" || character === "{") open += 1;
      else if (character === "]" || character === "}") open = Math.max(0, open - 1);
      if (open > DEEPEST) throw tooDeep();
    }
  }
}

function tooDeep(): Error {
  return new Error(`nested deeper than ${DEEPEST} levels`);
}
