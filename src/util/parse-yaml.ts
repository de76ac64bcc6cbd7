const DEEPEST = 100;

/** How a YAML text is read. */
export interface YamlOptions {
  /** Refuses an object that has a key twice; otherwise its last value counts, as in most other parsers. @default true */
  uniqueKeys?: boolean;
}

/**
 * The value of a YAML text. What nests deeper than 100 levels is refused before it is composed: the composer is
 * recursive, and running out of stack in it ends the process.
 * @throws {Error} with a message that quotes nothing of the text
 */
export async function parseYaml(text: string, { uniqueKeys = true }: YamlOptions = {}): Promise<unknown> {
  const [{ Composer }, { readYamlTokens }] = await Promise.all([import("yaml"), import("./yaml-tokens.ts")]);
  const { tokens, tooDeepAt } = readYamlTokens(text, { deepest: DEEPEST });
  if (tooDeepAt !== undefined) throw new Error(`nested deeper than ${DEEPEST} levels`);
  const composer = new Composer({ strict: true, uniqueKeys, logLevel: "silent" });
  const [document] = composer.compose(tokens, true, text.length);
  const [problem] = document?.errors ?? [];
  if (problem !== undefined) {
    const line = text.slice(0, problem.pos[0]).split("\n").length;
    throw new Error(`not valid YAML at line ${line} (${problem.code.toLowerCase().replaceAll("_", " ")})`);
  }
  return document?.toJS({ maxAliasCount: 100 });
}
