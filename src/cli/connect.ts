import type { Command } from "commander";
import { CONNECTORS } from "../builtins/connectors.ts";
import { accountFor } from "../manager/account.ts";
import { isRoute } from "../manager/config-in-use.ts";
import { type ConnectOverrides, targetOf } from "../manager/connect.ts";
import type { Model } from "../model.ts";
import type { Provider } from "../provider.ts";
import type { Target } from "../route.ts";
import { type Environment, readEnv } from "../util/env.ts";
import type { JsonValue } from "../util/json.ts";
import { redactUrl } from "../util/redact-text.ts";
import { collectParameter } from "./collect-parameter.ts";
import { type GlobalOptions, printJson, withManager } from "./session.ts";
import { printable, stylesFor, type Terminal } from "./terminal.ts";

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
    .option(
      "--via <provider>",
      "the provider to go through, or of a name of the config the backend, where there are several",
    )
    .option(
      "--parameter <name=value>",
      "a request parameter laid over the model's own; null takes one away",
      collectParameter,
    )
    .option("--json", "print JSON, as it does without")
    .addHelpText(
      "after",
      "\nExamples:\n  modelmall connect openai/gpt-4o --client openai\n  modelmall connect fast --client openai --via openrouter\n  modelmall connect creative-writer --client ai-sdk\n  modelmall connect ollama/llama3.2:3b --client langchain --parameter temperature=0",
    )
    .action(async (model: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ConnectOptions>();
      await withManager(terminal, options, (manager) => {
        const meaning = manager.lookUp(model);
        const { overrides, note } = isRoute(meaning)
          ? hiddenOfTarget(targetOf(meaning, options.via, options.client), terminal.env)
          : hiddenOfModel(meaning, options, terminal.env);
        const via = options.via === undefined ? {} : { via: options.via };
        const parameters = options.parameter ?? {};
        printJson(terminal, plainCopy(manager.connect(model, options.client, { ...via, ...overrides, parameters })));
        if (note === undefined) return;
        const { yellow } = stylesFor(terminal.stderr, terminal.env);
        terminal.stderr.write(`${yellow("note:")} ${printable(note)}\n`);
      });
    });
}

/** What stands in the place of secrets, and what a person should know of them. */
interface Hidden {
  overrides: ConnectOverrides;
  note?: string;
}

function hiddenOfModel(model: Model, { client, via }: ConnectOptions, env: Environment): Hidden {
  const { provider } = accountFor(model, env, client, via === undefined ? {} : { via });
  return hiddenKey(provider, env);
}

/** A key the config gives is shown as the place where it stands, as the config may name any variable, or none. */
function hiddenOfTarget({ backend }: Target, env: Environment): Hidden {
  const { name, provider, apiKeys, baseUrl } = backend;
  const hasKey = apiKeys.length > 0;
  const needsKey = baseUrl !== undefined && !provider.isLocal && provider.keyVariables.length > 0;
  const { overrides, note } =
    hasKey || needsKey ? { overrides: { apiKey: `[backends.${name}.api_key]` } } : hiddenKey(provider, env);
  const headers = Object.fromEntries(Object.keys(backend.headers).map((header) => [header, "[redacted]"]));
  const unset = !hasKey && needsKey ? `backends.${name}.api_key is not set` : note;
  return { overrides: { ...overrides, headers }, ...(unset !== undefined && { note: unset }) };
}

function hiddenKey(provider: Provider, env: Environment): Hidden {
  const variable = provider.keyVariables.find((name) => readEnv(env, name) !== undefined);
  // A local server may do without a key; one that is set must be hidden all the same.
  const shown = variable ?? (provider.isLocal ? undefined : provider.keyVariables[0]);
  if (shown === undefined) return { overrides: {} };
  const overrides = { apiKey: `$${shown}` };
  if (variable !== undefined) return { overrides };
  return { overrides, note: `${shown} is not set; ${provider.title} will refuse the call without it` };
}

// The placeholder is meant to be seen, so the options are copied without what hides keys; an address may hold a password.
function plainCopy(value: unknown): unknown {
  if (typeof value === "string" && /^https?:\/\//.test(value)) return redactUrl(value);
  if (Array.isArray(value)) return value.map(plainCopy);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainCopy(item)]));
}
