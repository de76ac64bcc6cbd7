/** What a starter is made from: what `config init` found on the machine. */
export interface StarterFindings {
  /** Where editors find the JSON Schema: a path or an address. */
  readonly schema: string;
  readonly models: readonly StarterModel[];
  readonly backends: readonly StarterBackend[];
}

/** An exposed model that a starter holds. */
export interface StarterModel {
  readonly name: string;
  readonly description: string;
  /** Why it has these targets: a sentence. */
  readonly reason: string;
  /** Primary first, each with what is worth knowing of it. */
  readonly targets: readonly { readonly target: string; readonly note?: string }[];
  readonly aliases?: readonly string[];
  /** What is missing before it can be switched on; absent where nothing is. */
  readonly missing?: string;
}

/** A backend that a starter holds; its name is that of its provider. */
export interface StarterBackend {
  readonly name: string;
  /** What was found of it: a sentence. */
  readonly reason: string;
  /** The variable its key comes from; absent where it needs none. */
  readonly keyVariable?: string;
}

/**
 * A first configuration as text: what was found, what each part is for, and what else could stand there.
 *
 * @example
 * starterConfig({
 *   schema: "./node_modules/modelmall/data/config.schema.json",
 *   models: [{ name: "local", description: "Stays here", reason: "It runs here.", targets: [{ target: "ollama/qwen3:8b" }] }],
 *   backends: [{ name: "ollama", reason: "It answers." }],
 * });
 */
export function starterConfig({ schema, models, backends }: StarterFindings): string {
  return [
    schemaLine(schema),
    HEAD,
    models.length === 0 ? `${MODELS} {}\n` : MODELS,
    ...models.map(modelText),
    MORE_OF_MODELS,
    backends.length === 0 ? `${BACKENDS} {}\n` : BACKENDS,
    ...backends.map(backendText),
    MORE_OF_BACKENDS,
    REST,
  ].join("\n");
}

/** The first line by which editors complete and check a configuration. */
export function schemaLine(schema: string): string {
  return `# yaml-language-server: $schema=${oneLine(schema)}\n`;
}

const HEAD = `# The names your programs ask for (models), and what answers them today (backends).
# Change what stands behind a name, and no caller notices.
#
#   modelmall config check           what is wrong here, with line and column
#   modelmall route list             every name, where it leads and what it costs
#   modelmall route explain NAME     how a name becomes a target, step by step

version: 1
`;

const MODELS = `# What your users see. A target is "backend/model-id"; the first answers, the others stand in where it fails.
models:`;

const MORE_OF_MODELS = `  # More that a model can say; docs/config.md has all of it:
  #   strategy: cost                                     # or performance, quality, balanced, round_robin
  #   parameters: { temperature: 0.7, max_tokens: 2048 } # what callers leave out
  #   capabilities: { vision: false }                    # refused here, whatever the backend can do
  #   fallback: [local]                                  # another name, where every target failed
  #   policy: { no_training: true }                      # or local_only, regions, max_price
  #   timeout: 30s
  #
  # A whole family under its own names:
  #   "gpt-*": openai/gpt-*
`;

const BACKENDS = `# Your accounts. Keys are read from the environment (or file:/run/secrets/name) and never printed.
backends:`;

const MORE_OF_BACKENDS = `  # Any server that speaks OpenAI's dialect:
  #   lab:
  #     provider: custom
  #     base_url: https://llm.example.com/v1
  #     api_key: \${LAB_API_KEY}
  #     rate_limits: { requests_per_minute: 60 }
`;

const REST = `# What every model's parameters begin with:
# model_defaults: { max_tokens: 2048 }

# Backends that are tried with the same model where a model's own targets failed:
# fallback_providers: [openrouter]
`;

function modelText({ name, description, reason, targets, aliases = [], missing }: StarterModel): string {
  const lines = [
    `  # ${oneLine(reason)}`,
    `  ${scalar(name)}:`,
    ...targetLines(targets),
    `    description: ${scalar(description)}`,
    ...(aliases.length === 0 ? [] : [`    aliases: [${aliases.map(scalar).join(", ")}]`]),
    ...(missing === undefined ? [] : [`    enabled: false # take this line away: ${oneLine(missing)}`]),
  ];
  return `${lines.join("\n")}\n`;
}

function targetLines(targets: StarterModel["targets"]): string[] {
  const texts = targets.map(
    ({ target, note }) => `${scalar(target)}${note === undefined ? "" : ` # ${oneLine(note)}`}`,
  );
  return texts.length === 1
    ? [`    backend: ${texts[0]}`]
    : ["    backend:", ...texts.map((text) => `      - ${text}`)];
}

function backendText({ name, reason, keyVariable }: StarterBackend): string {
  const lines = [
    `  # ${oneLine(reason)}`,
    `  ${scalar(name)}:`,
    `    provider: ${scalar(name)}`,
    ...(keyVariable === undefined ? [] : [`    api_key: \${${keyVariable}}`]),
  ];
  return `${lines.join("\n")}\n`;
}

// What a server calls its models may hold anything.
function oneLine(text: string): string {
  return text.replace(/[\s\p{C}]+/gu, " ").trim();
}

/** Text as a YAML scalar that says nothing else, no variable either; without quotes where it needs none, inside lists too. */
function scalar(text: string): string {
  const isPlain = /^[A-Za-z][\w./:@+-]*(?: [\w./:@+-]+)*$/.test(text) && !/:(?: |$)/.test(text);
  const isWord = !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain && isWord ? text : JSON.stringify(text.replaceAll("${", () => "$${"));
}
