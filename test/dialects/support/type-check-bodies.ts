import { fileURLToPath } from "node:url";
import ts from "typescript";

/** A body to be checked, and the dialect it is in. */
export interface CheckedBody {
  readonly name: string;
  readonly dialect: string;
  readonly body: unknown;
}

/**
 * The wire's shape of Google's types: its client's enums are the words themselves. `GenerateContentParameters` is what the
 * client is called with; the REST body has the same messages under the names of
 * https://ai.google.dev/api/generate-content#request-body.
 */
const GOOGLE = `
import type { Content, GenerationConfig, SafetySetting, Tool, ToolConfig } from "@google/genai";
type Wire<T> = T extends string ? \`\${T}\` : T extends readonly (infer Item)[] ? Wire<Item>[] : T extends object ? { [K in keyof T]: Wire<T[K]> } : T;
type Body = {
  contents: Wire<Content>[];
  systemInstruction?: Wire<Content>;
  tools?: Wire<Tool>[];
  toolConfig?: Wire<ToolConfig>;
  generationConfig?: Wire<GenerationConfig>;
  safetySettings?: Wire<SafetySetting>[];
};`;

/**
 * Ollama's client does not name the ids of calls, which its server takes and gives (`ToolCall.id`, `Message.tool_call_id`
 * in https://github.com/ollama/ollama/blob/main/api/types.go) and which its documentation shows with a `type`; of a JSON
 * Schema it names a few keywords, where any may stand.
 */
const OLLAMA = `
import type { ChatRequest, Message, Tool, ToolCall } from "ollama";
type Call = ToolCall & { id?: string; type?: "function" };
type Turn = Omit<Message, "tool_calls"> & { tool_calls?: Call[]; tool_call_id?: string };
type Property = { type?: string | string[]; items?: unknown; description?: string; enum?: unknown[]; [keyword: string]: unknown };
type Parameters = { type?: string; required?: string[]; properties?: { [name: string]: Property }; [keyword: string]: unknown };
type Declared = Omit<Tool, "function"> & { function: Omit<Tool["function"], "parameters"> & { parameters?: Parameters } };
type Body = Omit<ChatRequest, "messages" | "tools"> & { messages: Turn[]; tools?: Declared[] };`;

/**
 * Anthropic's client has let go of what its newest models refuse, and the models before them take
 * (https://platform.claude.com/docs/en/api/messages/create).
 */
const ANTHROPIC = `
import type Anthropic from "@anthropic-ai/sdk";
type Body = Anthropic.MessageCreateParams & { temperature?: number; top_p?: number; top_k?: number };`;

/**
 * OpenAI's client has no type for what its service takes: what the model said before in pieces of text, without the id
 * of a message (recorded: chat/openai/responses/function-calling-openai-gpt-5-nano-can-use-tools-with-multi-turn-streaming…).
 */
const RESPONSES = `
import type OpenAI from "openai";
type Said = { role: "assistant"; content: ({ type: "output_text"; text: string } | { type: "refusal"; refusal: string })[] };
type Body = Omit<OpenAI.Responses.ResponseCreateParams, "input"> & { input?: string | (OpenAI.Responses.ResponseInputItem | Said)[] };`;

/** What a body of each dialect must be, by its own client. */
const TYPES: Readonly<Record<string, string>> = {
  openai: `import type OpenAI from "openai";\ntype Body = OpenAI.ChatCompletionCreateParams;`,
  "openai-responses": RESPONSES,
  anthropic: ANTHROPIC,
  google: GOOGLE,
  ollama: OLLAMA,
  bedrock: `import type { ConverseCommandInput } from "@aws-sdk/client-bedrock-runtime";\ntype Body = Omit<ConverseCommandInput, "modelId">;`,
};

const folder = fileURLToPath(new URL(".", import.meta.url));

/** What the compiler says against each body that the type of its dialect's own client does not accept; one program for all. */
export function typeCheckBodies(bodies: readonly CheckedBody[]): { name: string; fault: string }[] {
  const files = new Map<string, { text: string; starts: number[]; names: string[] }>();
  for (const { name, dialect, body } of distinct(bodies)) {
    const path = `${folder}checked-${dialect}.ts`;
    const file = files.get(path) ?? { text: `${TYPES[dialect]}\n`, starts: [], names: [] };
    files.set(path, file);
    file.starts.push(file.text.length);
    file.names.push(name);
    file.text += `export const body${file.names.length}: Body = ${written(body)};\n`;
  }
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    // What runs a client, a browser or Node, is no part of a body's type, and half of what there is to read.
    lib: ["lib.es2023.d.ts"],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  // They are never written: the compiler is told what they would hold.
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path)?.text ?? readFile(path);
  host.getSourceFile = (path, ...others) => {
    const text = files.get(path)?.text;
    return text === undefined
      ? getSourceFile(path, ...others)
      : ts.createSourceFile(path, text, ts.ScriptTarget.ES2023);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files].flatMap(([path, { starts, names }]) => {
    const source = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ start = 0, messageText }) => {
      const place = starts.findLastIndex((begin) => begin <= start);
      const near = source?.text.slice(start, start + 120).split("\n")[0] ?? "";
      const message = ts.flattenDiagnosticMessageText(messageText, " ");
      return { name: names[place] ?? path, fault: `${message} — at ${near}` };
    });
  });
}

/** Bodies that differ in nothing a type could see are checked once. */
function distinct(bodies: readonly CheckedBody[]): CheckedBody[] {
  const seen = new Map<string, CheckedBody>();
  for (const checked of bodies) {
    const key = `${checked.dialect} ${written(checked.body)}`;
    if (!seen.has(key)) seen.set(key, checked);
  }
  return [...seen.values()];
}

/** Texts that are no word a type could know. */
const FREE_TEXT = /\s|^.{40}/s;

/** Fields that hold the name of something, and never a word. */
const IDS: ReadonlySet<string> = new Set(["model", "tool_call_id", "toolUseId", "tool_use_id", "call_id", "item_id"]);

/** A value as source text; free texts and numbers are all one. */
function written(value: unknown): string {
  if (value instanceof Uint8Array) return "new Uint8Array()";
  if (typeof value === "string") return JSON.stringify(FREE_TEXT.test(value) ? "…" : value);
  if (typeof value === "number") return "1";
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  // Every model's name is a text, and ids are.
  const fields = entries.map(
    ([key, item]) => `${JSON.stringify(key)}: ${written(IDS.has(key) && typeof item === "string" ? "…" : item)}`,
  );
  return `{ ${fields.join(", ")} }`;
}
