import { printable } from "./terminal.ts";

export interface Column<Row> {
  title: string;
  value(row: Row): string;
  /** @default "left" */
  align?: "left" | "right";
  /** May be cut when the line is too long; the cell then ends in `…`. */
  flexible?: boolean;
}

export interface TableOptions {
  /** Characters a line may have; without it nothing is cut. */
  width?: number;
  heading?: (text: string) => string;
}

const GAP = "  ";
const NARROWEST = 8;

/** Rows as aligned text; where the line is too long the last flexible columns are cut first, then the last ones go. */
export function formatTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: TableOptions = {},
): string {
  const { width = Number.POSITIVE_INFINITY, heading = (text: string) => text } = options;
  const cells = rows.map((row) => columns.map((column) => printable(column.value(row))));
  const natural = columns.map((column, at) =>
    Math.max(lengthOf(column.title), ...cells.map((row) => lengthOf(row[at] ?? ""))),
  );
  const widths = shrink(natural, columns, width);
  const line = (texts: readonly string[]) =>
    widths
      .map((size, at) => pad(texts[at] ?? "", size, columns[at]?.align ?? "left"))
      .join(GAP)
      .trimEnd();
  return [heading(line(columns.map(({ title }) => title))), ...cells.map(line)].join("\n");
}

function shrink<Row>(natural: readonly number[], columns: readonly Column<Row>[], width: number): number[] {
  const widths = [...natural];
  const total = () => widths.reduce((sum, size) => sum + size, 0) + GAP.length * (widths.length - 1);
  while (total() > width) {
    const last = columns.findLastIndex(({ flexible }, at) => flexible === true && (widths[at] ?? 0) > NARROWEST);
    if (last !== -1) widths[last] = (widths[last] ?? 0) - 1;
    else if (widths.length > 1) widths.pop();
    else return [width];
  }
  return widths;
}

function pad(text: string, size: number, align: "left" | "right"): string {
  const length = lengthOf(text);
  if (length > size) return `${[...text].slice(0, Math.max(0, size - 1)).join("")}\u2026`;
  const space = " ".repeat(size - length);
  return align === "right" ? space + text : text + space;
}

function lengthOf(text: string): number {
  return /[\ud800-\udfff]/.test(text) ? [...text].length : text.length;
}
