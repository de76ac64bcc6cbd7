import { remembered } from "../util/remembered.ts";

/** Lines of models that count alike. */
export type Family =
  | "openai"
  | "gpt-oss"
  | "claude"
  | "gemini"
  | "llama"
  | "mistral"
  | "qwen"
  | "deepseek"
  | "command"
  | "other";

/** How a family counts, as measured on recorded calls of its models. */
export interface FamilyCount {
  /** Tokens of a request beside its messages: what the provider's own template says first. */
  readonly base: number;
  /** Tokens of a message beside its text. */
  readonly perMessage: number;
  /** Tokens that having tools costs at all. */
  readonly toolsBase: number;
  /** Tokens of a tool's own instructions, beside its JSON. */
  readonly perTool: number;
  /** Tokens of text for one of ours: tokenizers differ in how finely they cut. */
  readonly factor: number;
  /** Whether the schema of an answer is put before the model; others only bind its output. */
  readonly countsSchema: boolean;
}

const PATTERNS: readonly [RegExp, Family][] = [
  [/gpt-oss/, "gpt-oss"],
  [/claude/, "claude"],
  [/gemini|gemma/, "gemini"],
  [/command/, "command"],
  [/llama/, "llama"],
  [/mi(?:s|x)tral|ministral|codestral|devstral|magistral|voxtral|pixtral/, "mistral"],
  [/qwen|qwq/, "qwen"],
  [/deepseek/, "deepseek"],
  [/(?:^|\/)(?:gpt-|chatgpt-|o[134](?:-|$)|text-embedding-|codex-|davinci-002|babbage-002|ft:gpt-)/, "openai"],
];

/** Of every family but OpenAI's, whose way of counting is documented. */
export const FAMILY_COUNTS: Readonly<Record<Exclude<Family, "openai" | "gpt-oss">, FamilyCount>> = {
  claude: { base: 4, perMessage: 4, toolsBase: 450, perTool: 30, factor: 1.2, countsSchema: true },
  gemini: { base: 0, perMessage: 1, toolsBase: 0, perTool: 0, factor: 1, countsSchema: false },
  command: { base: 490, perMessage: 4, toolsBase: 800, perTool: 20, factor: 1, countsSchema: true },
  llama: { base: 30, perMessage: 4, toolsBase: 120, perTool: 20, factor: 1, countsSchema: true },
  mistral: { base: 10, perMessage: 4, toolsBase: 10, perTool: 5, factor: 1, countsSchema: false },
  qwen: { base: 4, perMessage: 5, toolsBase: 120, perTool: 10, factor: 1, countsSchema: false },
  deepseek: { base: 1, perMessage: 2, toolsBase: 210, perTool: 20, factor: 1, countsSchema: false },
  other: { base: 5, perMessage: 5, toolsBase: 90, perTool: 15, factor: 1, countsSchema: false },
};

/** The family of a model, by its name. */
export const familyOf = remembered(1_000, (model: string): Family => {
  const name = model.toLowerCase();
  return PATTERNS.find(([pattern]) => pattern.test(name))?.[1] ?? "other";
});
