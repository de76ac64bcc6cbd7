import { type Command, InvalidArgumentError, Option } from "commander";
import type { ChatRequest, ReasoningEffort } from "../chat.ts";
import { amountOf, numberOf } from "./calling/amount-of.ts";
import { openCall } from "./calling/open-call.ts";
import { printDecision } from "./calling/print-decision.ts";
import { filePart, imagePart, readPiped, readSchema } from "./calling/read-input.ts";
import { ask } from "./chat/ask.ts";
import { talk } from "./chat/talk.ts";
import { UsageError } from "./exit.ts";
import { type GlobalOptions, printJson, withManager } from "./session.ts";
import type { Terminal } from "./terminal.ts";

interface ChatOptions extends GlobalOptions {
  system?: string;
  image?: string[];
  file?: string[];
  json?: boolean;
  schema?: string;
  stream: boolean;
  temperature?: number;
  maxTokens?: number;
  reasoning?: ReasoningEffort;
  via?: string;
  strategy?: string;
  maxCost?: number;
  explain?: boolean;
}

const EFFORTS: readonly ReasoningEffort[] = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];

export function addChat(program: Command, terminal: Terminal): void {
  program
    .command("chat <model> [prompt]")
    .description(
      "ask a model, or a name of the config: the answer goes to standard output, tokens, cost and time to standard error",
    )
    .option("--system <text>", "what the model is told beforehand")
    .option("--image <file>", "an image to look at, a file or an address; may be repeated", collect)
    .option("--file <file>", "a text or PDF to read; may be repeated", collect)
    .option("--schema <file>", "a JSON Schema the answer must follow")
    .option("--json", "print the whole reply as JSON")
    .option("--no-stream", "print the answer when it is whole")
    .option("--temperature <number>", "how much chance there is in the answer", numberOf)
    .option("--max-tokens <count>", "the most tokens of the answer", count)
    .addOption(new Option("--reasoning <effort>", "how much the model thinks first").choices(EFFORTS))
    .option("--via <provider>", "the provider to go through, where the model can be had at several")
    .option("--strategy <name>", "the order in which targets are tried, in place of the config's")
    .option("--max-cost <usd>", "only targets where the request is expected to cost no more", amountOf)
    .option("--explain", "say whom the request would go to and why, and call nobody")
    .addHelpText(
      "after",
      `
What is piped in is put before the prompt. Without a prompt, on a terminal, a conversation begins.

Examples:
  modelmall chat openai/gpt-4o "Why is the sky blue?"
  git diff | modelmall chat anthropic/claude-sonnet-4-5 "Write a commit message."
  modelmall chat google/gemini-2.5-flash "What is this?" --image photo.jpg
  modelmall chat fast "Which of its targets would answer?" --explain
  modelmall chat mock/echo "Without key and network."
  modelmall chat ollama/llama3.2:3b`,
    )
    .action(async (name: string, prompt: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ChatOptions>();
      await withManager(terminal, options, async (manager) => {
        const call = await openCall(name, manager, options);
        const piped = await readPiped(terminal);
        const text = [piped, prompt].filter((part) => part !== undefined && part.trim() !== "").join("\n\n");
        const settings = { ...call.parameters, ...(await settingsOf(options)) };
        const attached = await Promise.all([
          ...(options.image ?? []).map(imagePart),
          ...(options.file ?? []).map(filePart),
        ]);
        const isAsked = text !== "" || attached.length > 0;
        const content = attached.length === 0 ? text : [...attached, { type: "text" as const, text }];
        const messages: ChatRequest["messages"] = [...systemOf(options), { role: "user", content }];
        if (options.explain) {
          const request = isAsked ? { ...settings, messages } : undefined;
          const decision = await call.router.explain(call.name, request, call.options);
          if (options.json) printJson(terminal, decision);
          else printDecision(terminal, decision);
        } else if (isAsked) await ask(terminal, call, { ...settings, messages }, options);
        else if (terminal.stdin?.isTTY === true) {
          // A name that leads nowhere is told before anybody types a question.
          await call.router.explain(call.name, undefined, call.options);
          await talk(terminal, call, settings, options);
        } else throw new UsageError("nothing was asked: give a prompt, or pipe a text in");
      });
    });
}

function systemOf({ system }: ChatOptions): ChatRequest["messages"] {
  return system === undefined ? [] : [{ role: "system", content: system }];
}

async function settingsOf(options: ChatOptions): Promise<Omit<ChatRequest, "messages">> {
  const { temperature, maxTokens, reasoning, schema } = options;
  return {
    ...(temperature !== undefined && { temperature }),
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(reasoning !== undefined && { reasoning_effort: reasoning }),
    ...(schema !== undefined && {
      response_format: { type: "json_schema", json_schema: { ...(await readSchema(schema)), strict: true } },
    }),
  };
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function count(text: string): number {
  const value = numberOf(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("expected a whole number above 0");
  return value;
}
