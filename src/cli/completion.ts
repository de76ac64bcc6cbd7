import { Argument, type Command } from "commander";
import { COMPLETION_SCRIPTS } from "./completion/scripts.ts";
import type { Terminal } from "./terminal.ts";

export function addCompletion(program: Command, terminal: Terminal): void {
  program
    .command("completion")
    .description("print a script that completes commands, options, model ids and names of the config in a shell")
    .addArgument(new Argument("<shell>", "the shell").choices(Object.keys(COMPLETION_SCRIPTS)))
    .addHelpText(
      "after",
      `
Examples:
  eval "$(modelmall completion bash)"       in ~/.bashrc
  eval "$(modelmall completion zsh)"        in ~/.zshrc, after compinit
  modelmall completion fish | source        in ~/.config/fish/config.fish`,
    )
    .action((shell: keyof typeof COMPLETION_SCRIPTS) => {
      terminal.stdout.write(COMPLETION_SCRIPTS[shell]);
    });
  program
    .command("__complete [words...]", { hidden: true })
    .description("print what may stand in place of the last of these words")
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: string[]) => {
      const { candidates } = await import("./completion/candidates.ts");
      const found = await candidates(program, words, terminal);
      if (found.length > 0) terminal.stdout.write(`${found.join("\n")}\n`);
    });
}
