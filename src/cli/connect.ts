import { type Command, InvalidArgumentError } from "commander";
import { CONNECTORS } from "../builtins/connectors.ts";
import { accountFor } from "../manager/account.ts";
import { readEnv } from "../util/env.ts";
import type { JsonValue } from "../util/json.ts";
import { redactUrl } from "../util/redact-text.ts";
import { type GlobalOptions, printJson, withManager } from "./session.ts";
import { stylesFor, type Terminal } from "./terminal.ts";

interface ConnectOptions extends GlobalOptions {
  client: string;
  parameter?: Record<string, JsonValue>;
  via?: string;
}

export function addConnect(program: Command, terminal: Terminal): void {
  program
    .command("connect <model>")
    .description("print the options with which a client library calls a model; keys stand there as $VARIABLE")
    .requiredOption("--client <name>", `the client: ${CONNECTORS.map(({ name }) => name).join(", ")}`)
    .option("--via <provider>", "the provider to go through, where the model can be had at several")
    .option("--parameter <name=value>", "a request parameter laid over the model's own; null takes one away", collect)
    .option("--json", "print JSON, as it does without")
    .addHelpText(
      "after",
      "\nExamples:\n  modelmall connect openai/gpt-4o --client openai\n  modelmall connect fast --client openai --via openrouter\n  modelmall connect ollama/llama3.2:3b --client langchain --parameter temperature=0",
    )
    .action(async (model: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ConnectOptions>();
      await withManager(terminal, options, (manager) => {
        const via = options.via === undefined ? {} : { via: options.via };
        const { provider } = accountFor(manager.registry.require(model), terminal.env, options.client, via);
        const variable = provider.keyVariables.find((name) => readEnv(terminal.env, name) !== undefined);
        // A local server may do without a key; one that is set must be hidden all the same.
        const shown = variable ?? (provider.isLocal ? undefined : provider.keyVariables[0]);
        const key = shown === undefined ? {} : { apiKey: `$${shown}` };
        const parameters = options.parameter ?? {};
        printJson(terminal, plainCopy(manager.connect(model, options.client, { ...via, ...key, parameters })));
        if (shown !== undefined && variable === undefined) {
          const { yellow } = stylesFor(terminal.stderr, terminal.env);
          terminal.stderr.write(
            `${yellow("note:")} ${shown} is not set; ${provider.title} will refuse the call without it\n`,
          );
        }
      });
    });
}

function collect(text: string, before: Record<string, JsonValue> = {}): Record<string, JsonValue> {
  const [, name, value = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError(`expected name=value, such as temperature=0`);
  return { ...before, [name]: read(value) };
}

function read(value: string): JsonValue {
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}

// The placeholder is meant to be seen, so the options are copied without what hides keys; an address may hold a password.
function plainCopy(value: unknown): unknown {
  if (typeof value === "string" && /^https?:\/\//.test(value)) return redactUrl(value);
  if (Array.isArray(value)) return value.map(plainCopy);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainCopy(item)]));
}
