import type { Model } from "../../model.ts";
import { counted } from "../format.ts";
import { tableLayout } from "../layout.ts";
import { formatTable } from "../table.ts";
import { stylesFor, type Terminal } from "../terminal.ts";
import { modelColumns } from "./columns.ts";

/** Models as a table; on a terminal, how many there are. */
export function printModels(terminal: Terminal, found: readonly Model[], { limit }: { limit?: number } = {}): void {
  const { stdout, env } = terminal;
  const shown = limit === undefined ? found : found.slice(0, limit);
  stdout.write(`${formatTable(shown, modelColumns(shown, new Date(), stdout.columns), tableLayout(terminal))}\n`);
  const more = shown.length < found.length ? `, ${shown.length} shown` : "";
  if (stdout.isTTY)
    stdout.write(`${stylesFor(stdout, env).dim(`${counted(found.length, "model")}${more}; ? is unknown`)}\n`);
}
