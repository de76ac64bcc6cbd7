import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import { ModelMallError } from "../../errors.ts";
import { printJson } from "../session.ts";
import { printable, type Terminal } from "../terminal.ts";

export function addSchema(config: Command, terminal: Terminal): void {
  config
    .command("schema")
    .description("print the JSON Schema of the config, by which editors complete and check it")
    .option("--output <file>", "write it to a file instead")
    .option("--json", "print JSON, as it does without")
    .addHelpText(
      "after",
      "\nExamples:\n  modelmall config schema\n  modelmall config schema --output modelmall.schema.json",
    )
    .action(async ({ output }: { output?: string }) => {
      const { configJsonSchema } = await import("../../config/json-schema.ts");
      if (output === undefined) {
        printJson(terminal, configJsonSchema());
        return;
      }
      const path = resolve(output);
      await writeFile(path, `${JSON.stringify(configJsonSchema(), null, 2)}\n`).catch((error: Error) => {
        throw new ModelMallError("schema_not_written", `${path} cannot be written: ${error.message}`, { cause: error });
      });
      terminal.stdout.write(`wrote ${printable(path)}\n`);
    });
}
