import { formatProblem } from "../../config/problem.ts";
import { ModelMallError } from "../../errors.ts";
import type { ModelManager } from "../../manager.ts";
import { printable, stylesFor, type Terminal } from "../terminal.ts";

/** Uses every good version of the config that is in use from now on, and says so; one that is broken already stays as it is. */
export async function followConfig(terminal: Terminal, manager: ModelManager): Promise<void> {
  const [file] = manager.config?.files ?? [];
  if (file === undefined) return;
  const { stderr, env } = terminal;
  const note = (text: string) => stderr.write(`${stylesFor(stderr, env).yellow("note:")} ${printable(text)}\n`);
  try {
    const watcher = await manager.watchConfig(file);
    watcher.onChange(({ kind, problems }) => {
      if (kind === "changed") note(`${file} has changed and is in use`);
      const [first] = problems.filter(({ severity }) => severity === "error");
      if (kind === "refused" && first !== undefined) note(`${formatProblem(first)}; the config before holds on`);
    });
  } catch (error) {
    if (!ModelMallError.is(error)) throw error;
    note(`${file} has errors: what can be is used, and changes are not followed until the next start`);
  }
}
