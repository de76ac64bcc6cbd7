import type { Command } from "commander";
import type { ConfigPosition } from "../../config/problem.ts";
import { CAPABILITIES } from "../../model.ts";
import { pricingAt } from "../../pricing.ts";
import type { ExplainedParameter, Explanation, ExplanationStep, Target } from "../../route.ts";
import type { Decision } from "../../router.ts";
import { printOrder } from "../calling/print-decision.ts";
import { withCatalogue } from "../config/catalogue.ts";
import { fileFor, readForCommand } from "../config/read.ts";
import { FailedCommand } from "../exit.ts";
import { formatPrice, formatTokens, formatValue } from "../format.ts";
import { tableLayout } from "../layout.ts";
import { type GlobalOptions, printJson } from "../session.ts";
import { type Column, formatTable } from "../table.ts";
import { printable, stylesFor, type Terminal } from "../terminal.ts";
import { type RequestOptions, requestOf, withRequestOptions } from "./request-options.ts";

interface ExplainOptions extends GlobalOptions, RequestOptions {
  file?: string;
  json?: boolean;
  strategy?: string;
}

export function addExplain(route: Command, terminal: Terminal): void {
  withRequestOptions(route.command("explain <model> [prompt]"))
    .description(
      "say step by step how a name becomes targets, what is dropped and why, in which order they are tried, and who set each parameter",
    )
    .option("--strategy <name>", "the order in which targets are tried, in place of the config's")
    .option("--file <file>", "a config that is not in use, such as a draft")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      '\nExamples:\n  modelmall route explain fast\n  modelmall route explain fast --with-tools --input-tokens 150000\n  modelmall route explain fast "Why is the sky blue?" --strategy cost\n  modelmall route explain openai/gpt-4o --parameter temperature=0 --json',
    )
    .action(async (name: string, prompt: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ExplainOptions>();
      const asked = requestOf(options, CAPABILITIES);
      await withCatalogue(terminal, options, async (catalogue) => {
        const config = await readForCommand(terminal, catalogue, fileFor(options.file, options));
        const [{ explain }, { decide, sized }] = await Promise.all([
          import("../../config/explain.ts"),
          import("./decide.ts"),
        ]);
        const request = sized(asked, prompt);
        const explanation = explain(config, name, { catalogue, request });
        const decision =
          explanation.route === undefined
            ? undefined
            : decide(config, name, request, { catalogue, strategy: options.strategy });
        if (options.json) printJson(terminal, explanationToJson(explanation, decision));
        else printExplanation(terminal, explanation, decision);
        if (explanation.route === undefined) throw new FailedCommand();
      });
    });
}

function printExplanation(
  terminal: Terminal,
  { steps, parameters, route }: Explanation,
  decision: Decision | undefined,
): void {
  const { stdout, env } = terminal;
  const { bold } = stylesFor(stdout, env);
  printSteps(terminal, steps);
  const section = <Row>(title: string, rows: readonly Row[], columns: readonly Column<Row>[]) => {
    if (rows.length === 0) return;
    stdout.write(
      `\n${bold(title)}\n${formatTable(rows, columns, { ...tableLayout(terminal), heading: (text) => text })}\n`,
    );
  };
  section("targets", route?.targets ?? [], TARGETS);
  section("where they fail", uniqueTargets(Object.values(route?.fallback ?? {}).flat()), TARGETS);
  if (decision !== undefined && decision.targets.length > 1) {
    stdout.write(`\n${bold(`order, by the strategy ${printable(decision.strategy)}`)}\n`);
    printOrder(terminal, decision.targets);
  }
  section("not called", route?.dropped ?? [], [
    { title: "target", value: ({ id }) => id, flexible: true },
    { title: "why", value: ({ reason }) => reason, flexible: true },
  ]);
  section("parameters", parameters, PARAMETERS);
}

function printSteps({ stdout, env }: Terminal, steps: readonly ExplanationStep[]): void {
  const { dim, red } = stylesFor(stdout, env);
  const width = String(steps.length).length;
  for (const [index, { kind, text, at }] of steps.entries()) {
    const place = at === undefined ? "" : ` ${dim(`(${placeOf(at)})`)}`;
    const said = printable(text);
    stdout.write(`${String(index + 1).padStart(width)}. ${kind === "failed" ? red(said) : said}${place}\n`);
  }
}

const TARGETS: readonly Column<Target>[] = [
  { title: "target", value: ({ id }) => id, flexible: true },
  { title: "in $/M", value: (target) => formatPrice(ratesOf(target).input), align: "right" },
  { title: "out $/M", value: (target) => formatPrice(ratesOf(target).output), align: "right" },
  { title: "context", value: ({ facts }) => formatTokens(facts.contextWindow), align: "right" },
  { title: "weight", value: ({ weight }) => String(weight), align: "right" },
  { title: "called as", value: ({ calledAs, model }) => (calledAs === model ? "" : calledAs), flexible: true },
];

const PARAMETERS: readonly Column<ExplainedParameter>[] = [
  { title: "parameter", value: ({ name }) => name },
  { title: "value", value: ({ value }) => formatValue(value), flexible: true },
  { title: "from", value: ({ from, at }) => from + (at === undefined ? "" : ` (${placeOf(at)})`), flexible: true },
  {
    title: "over",
    value: ({ over }) => over.map(({ from, value }) => `${from}: ${formatValue(value)}`).join("; "),
    flexible: true,
  },
];

function ratesOf({ facts }: Target) {
  return pricingAt(facts.pricing ?? {}, new Date());
}

function uniqueTargets(targets: readonly Target[]): Target[] {
  return [...new Map(targets.map((target) => [target.id, target])).values()];
}

function placeOf({ file, line }: ConfigPosition): string {
  return `${printable(file)}:${line}`;
}

/** The explanation as plain data: a backend stands in it by its name. */
function explanationToJson({ route, ...rest }: Explanation, decision: Decision | undefined): unknown {
  if (route === undefined) return rest;
  const plain = (targets: readonly Target[]) =>
    targets.map(({ backend, ...target }) => ({ ...target, backend: backend.name }));
  const { any, contextWindow, contentPolicy } = route.fallback;
  const fallback = { any: plain(any), contextWindow: plain(contextWindow), contentPolicy: plain(contentPolicy) };
  return { ...rest, route: { ...route, targets: plain(route.targets), fallback }, decision };
}
