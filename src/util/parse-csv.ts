/** The rows of a CSV text by the names in its first line (RFC 4180); cells beyond the header are left out. */
export function parseCsv(text: string): Map<string, string>[] {
  const [header = [], ...rows] = readCells(text);
  return rows.map(
    (cells) =>
      new Map(header.flatMap((name, index) => (cells[index] === undefined ? [] : [[name.trim(), cells[index]]]))),
  );
}

function readCells(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A cell, and what ends it: plain, or quoted with its quotes doubled.
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r|$)/y;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (match === null) throw new Error(`not valid CSV at line ${rows.length + 1}`);
    const [, quoted, plain = "", end] = match;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") {
      // A comma at the very end opens one more cell, which is empty.
      if (cell.lastIndex < text.length) continue;
      row.push("");
    }
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  }
  return rows;
}
