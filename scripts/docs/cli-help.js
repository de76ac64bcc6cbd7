import { fromDist } from "./from-dist.js";

/** @typedef {{ name(): string, commands: readonly Command[] }} Command */

/** What `--help` prints for the program and each of its commands. */
export async function cliHelp() {
  const { createProgram } = await fromDist("cli/program.js");
  const { run } = await fromDist("cli/run.js");
  const sections = [];
  for (const path of commandPaths(await createProgram(terminalInto([])))) {
    /** @type {string[]} */
    const printed = [];
    await run([...path, "--help"], terminalInto(printed));
    sections.push(`## \`${["modelmall", ...path].join(" ")}\`\n\n\`\`\`text\n${printed.join("").trim()}\n\`\`\``);
  }
  return sections.join("\n\n");
}

/** @param {string[]} printed */
function terminalInto(printed) {
  const output = { write: (/** @type {string} */ text) => printed.push(text) };
  return { stdout: output, stderr: output, env: {} };
}

/**
 * The words that lead to each command, the program itself first.
 * @param {Command} command
 * @param {readonly string[]} path
 * @returns {string[][]}
 */
function commandPaths(command, path = []) {
  const below = command.commands.filter((child) => child.name() !== "help" && !child.name().startsWith("__"));
  return [[...path], ...below.flatMap((child) => commandPaths(child, [...path, child.name()]))];
}
