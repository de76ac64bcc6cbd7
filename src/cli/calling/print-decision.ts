import type { DroppedTarget } from "../../route.ts";
import type { DecidedTarget, Decision } from "../../router.ts";
import type { ScorePart } from "../../strategy.ts";
import { counted, formatPrice } from "../format.ts";
import { tableLayout } from "../layout.ts";
import { type Column, formatTable } from "../table.ts";
import { printable, stylesFor, type Terminal } from "../terminal.ts";

/** Shows whom a request would go to, in order, by what, and who is left out. */
export function printDecision(terminal: Terminal, decision: Decision): void {
  const { stdout, env } = terminal;
  const { asked, route, strategy, inputTokens, targets, dropped } = decision;
  const size = inputTokens === undefined ? "" : `, for about ${counted(inputTokens, "token")} of input`;
  const leads = asked === route ? asked : `${asked} leads to ${route}`;
  stdout.write(`${printable(`${leads}; in the order of the strategy ${strategy}${size}`)}\n\n`);
  printOrder(terminal, targets);
  if (dropped.length === 0) return;
  stdout.write(`\n${stylesFor(stdout, env).bold("not called")}\n${formatTable(dropped, DROPPED, plain(terminal))}\n`);
}

/** The targets of a decision as a table, and what the score of each is made of. */
export function printOrder(terminal: Terminal, targets: readonly DecidedTarget[]): void {
  const ordered = targets.map((target, index): Place => ({ ...target, place: index + 1 }));
  const columns = COLUMNS.filter(({ isEmpty }) => !isEmpty(targets));
  terminal.stdout.write(`${formatTable(ordered, columns, plain(terminal))}\n`);
}

interface Place extends DecidedTarget {
  readonly place: number;
}

const USES: Readonly<Record<DecidedTarget["use"], string>> = {
  target: "",
  any: "after the others",
  contextWindow: "where it is too long",
  contentPolicy: "where it is refused",
};

const never = () => false;

const COLUMNS: readonly (Column<Place> & { isEmpty(targets: readonly DecidedTarget[]): boolean })[] = [
  { title: "", value: ({ place }) => `${place}.`, align: "right", isEmpty: never },
  { title: "target", value: ({ target }) => target, flexible: true, isEmpty: never },
  {
    title: "expected $",
    value: ({ expectedCost: { usd } }) => formatPrice(usd === null ? undefined : Number(usd)),
    align: "right",
    isEmpty: never,
  },
  {
    title: "score",
    value: ({ score }) => (score === undefined ? "" : rounded(score)),
    align: "right",
    isEmpty: (targets) => targets.every(({ score }) => score === undefined),
  },
  {
    title: "tried",
    value: ({ use }) => USES[use],
    flexible: true,
    isEmpty: (targets) => targets.every(({ use }) => use === "target"),
  },
  {
    title: "state",
    value: ({ state = "", note = "" }) => (note === "" ? state : `${state}: ${note}`),
    flexible: true,
    isEmpty: (targets) => targets.every(({ state }) => state === undefined),
  },
  {
    title: "made of",
    value: ({ parts = {} }) => Object.entries(parts).map(showPart).join("; "),
    flexible: true,
    isEmpty: (targets) => targets.every(({ parts }) => parts === undefined),
  },
];

const DROPPED: readonly Column<DroppedTarget>[] = [
  { title: "target", value: ({ id }) => id, flexible: true },
  { title: "why", value: ({ reason }) => reason, flexible: true },
];

/** `cost 0.0012 USD = 0.8 x 0.6 (…)`: the value, what it adds, how much it counts, what should be known of it. */
function showPart([name, { value, unit = "", score, weight, note }]: readonly [string, ScorePart]): string {
  const what = value === undefined ? "unknown" : `${rounded(value)} ${unit}`.trim();
  const counts =
    score === undefined ? "" : ` = ${rounded(score)}${weight === undefined ? "" : ` x ${rounded(weight)}`}`;
  return `${name} ${what}${counts}${note === undefined ? "" : ` (${note})`}`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function plain(terminal: Terminal) {
  return { ...tableLayout(terminal), heading: (text: string) => text };
}
