/**
 * Rows as aligned text.
 * @param {readonly string[]} titles
 * @param {readonly (readonly string[])[]} rows
 * @param {ReadonlySet<number>} [right] the columns of numbers
 */
export function textTable(titles, rows, right = new Set()) {
  const all = [titles, ...rows];
  const widths = titles.map((_, column) => Math.max(...all.map((row) => [...(row[column] ?? "")].length)));
  return all
    .map((row) =>
      widths
        .map((width, column) => pad(row[column] ?? "", width, right.has(column)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/**
 * Rows as a Markdown table.
 * @param {readonly string[]} titles
 * @param {readonly (readonly string[])[]} rows
 */
export function markdownTable(titles, rows) {
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

/**
 * @param {string} text
 * @param {number} width
 * @param {boolean} right
 */
function pad(text, width, right) {
  const space = " ".repeat(width - [...text].length);
  return right ? space + text : text + space;
}
