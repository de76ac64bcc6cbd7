import type { TableOptions } from "./table.ts";
import { stylesFor, type Terminal } from "./terminal.ts";

/** How tables are printed on a terminal: as wide as it is, headings in bold. */
export function tableLayout({ stdout, env }: Terminal): TableOptions {
  return { heading: stylesFor(stdout, env).bold, ...(stdout.columns !== undefined && { width: stdout.columns }) };
}
