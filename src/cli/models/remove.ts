import type { Command } from "commander";
import type { Model } from "../../model.ts";
import type { ModelRegistry } from "../../registry.ts";
import { type GlobalOptions, printJson, withRegistry } from "../session.ts";
import { printable, type Terminal } from "../terminal.ts";

interface RemovedModel {
  id: string;
  /** The sources that list it, and so bring it back. */
  listedBy: readonly string[];
}

export function addRemove(models: Command, terminal: Terminal): void {
  models
    .command("rm <models...>")
    .description("remove models from the registry; what a source lists comes back when it is discovered again")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  modelmall models rm my/experiment")
    .action(async (names: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
      await withRegistry(terminal, options, (registry) => {
        const unique = new Map(registry.require(names).map((model) => [model.id, model]));
        const removed = [...unique.values()].map((model) => ({ id: model.id, listedBy: listedBy(registry, model) }));
        // What a config exposes cannot be removed here: tried first, so that then nothing is.
        const isExposed = ({ id }: RemovedModel) => unique.get(id)?.targets !== undefined;
        for (const { id } of [...removed.filter(isExposed), ...removed]) registry.delete(id);
        if (options.json) printJson(terminal, removed);
        else for (const one of removed) terminal.stdout.write(`${printable(sentence(one))}\n`);
      });
    });
}

function sentence({ id, listedBy }: RemovedModel): string {
  if (listedBy.length === 0) return `removed ${id}`;
  const list = listedBy.length === 1 ? "lists" : "list";
  return `removed ${id}; ${listedBy.join(", ")} ${list} it, so discovering there again brings it back (at once with --refresh)`;
}

/** The sources that speak of a model and still list it. */
function listedBy(registry: ModelRegistry, model: Model): string[] {
  const origins = new Set<string>();
  for (const path of Object.keys(model)) {
    const { origin, others } = registry.provenance(model.id, path);
    for (const statement of others) if (statement.missingSince === undefined) origins.add(statement.origin);
    if (origin !== undefined) origins.add(origin);
  }
  for (const origin of ["user", "config"]) origins.delete(origin);
  return [...origins].filter((origin) => registry.origin(origin) !== undefined);
}
