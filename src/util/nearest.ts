const LONGEST = 256;

/**
 * The candidates a misspelt word most likely means, best first: few typing slips away, or beginning with it or holding it.
 * Case and punctuation hardly count, and a part of a candidate stands for the whole: `gpt4o` finds `openai/gpt-4o`.
 */
export function nearest(word: string, candidates: Iterable<string>, limit = 3): string[] {
  const wanted = plain(word);
  if (wanted === "") return [];
  const rows = [0, 1, 2].map(() => new Uint16Array(LONGEST + 1)) as Rows;
  const found: { candidate: string; score: number }[] = [];
  for (const candidate of candidates) {
    const score = scoreOf(wanted, candidate, rows);
    if (score !== undefined) found.push({ candidate, score });
  }
  return found
    .sort((a, b) => a.score - b.score)
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

type Rows = [Uint16Array, Uint16Array, Uint16Array];

/** How far a candidate is from the word, lower is nearer; `undefined` when it is too far to be meant. */
function scoreOf(wanted: string, candidate: string, rows: Rows): number | undefined {
  const whole = plain(candidate);
  let best = distanceScore(wanted, whole, rows);
  const part = lastPart(candidate);
  if (part !== undefined) {
    const score = distanceScore(wanted, plain(part), rows);
    if (score !== undefined && score + 0.5 < (best ?? Infinity)) best = score + 0.5;
  }
  return best ?? containment(wanted, whole, part === undefined ? whole : plain(part));
}

function distanceScore(wanted: string, name: string, rows: Rows): number | undefined {
  const most = Math.min(3, Math.floor(Math.max(wanted.length, name.length) / 3));
  const distance = slips(wanted, name, most, rows);
  return distance > most ? undefined : distance;
}

/** Words that hold the word asked for come after those that are a few slips away, the shorter first. */
function containment(wanted: string, whole: string, part: string): number | undefined {
  if (wanted.length < 3) return undefined;
  const extra = whole.length / 1_000;
  if (whole.startsWith(wanted) || part.startsWith(wanted)) return 4 + extra;
  return wanted.length > 3 && whole.includes(wanted) ? 5 + extra : undefined;
}

/** What follows the provider of an id, or the last name of a dotted path. */
function lastPart(candidate: string): string | undefined {
  const slash = candidate.indexOf("/");
  if (slash >= 0) return candidate.slice(slash + 1);
  const dot = candidate.lastIndexOf(".");
  return dot < 0 ? undefined : candidate.slice(dot + 1);
}

function plain(name: string): string {
  return name
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
    .slice(0, LONGEST);
}

/** Letters added, dropped, changed or swapped with their neighbour between two words; above `most` any larger number. */
function slips(a: string, b: string, most: number, rows: Rows): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [twoAbove, above, row] = rows;
  for (let j = 0; j <= b.length; j++) above[j] = j;
  for (let i = 1; i <= a.length; i++) {
    // Outside this band every cell is above `most`.
    const from = Math.max(1, i - most);
    const to = Math.min(b.length, i + most);
    row[from - 1] = from === 1 ? i : most + 1;
    let least = row[from - 1] as number;
    for (let j = from; j <= to; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cell = (above[j - 1] as number) + (same ? 0 : 1);
      cell = Math.min(cell, (row[j - 1] as number) + 1, j === i + most ? most + 1 : (above[j] as number) + 1);
      const swapped =
        i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      if (swapped) cell = Math.min(cell, (twoAbove[j - 2] as number) + 1);
      row[j] = cell;
      if (cell < least) least = cell;
    }
    // A swap reaches back two rows, so one row above the limit does not end it.
    if (least > most + 1) return most + 1;
    [twoAbove, above, row] = [above, row, twoAbove];
  }
  return above[b.length] as number;
}
