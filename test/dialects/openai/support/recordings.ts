import { readdirSync, readFileSync } from "node:fs";
import type { CallContext } from "../../../../src/dialect.ts";
import type { Provider } from "../../../../src/provider.ts";
import { type RecordedCall, recordedCalls } from "../../../support/recorded-calls.ts";
import { sharedPath } from "../../../support/shared-data.ts";

/** Names under which recordings were kept, where ours differ. */
const NAMES = new Map([
  ["lmstudio", "lm-studio"],
  ["llamacpp", "llama-cpp"],
  ["ollama-openai", "ollama"],
  ["ollama-cloud", "ollama"],
]);

const API = /^(?:chat-completions|chat\/completions|v0-chat\/completions|completions|v1-chat)$/;

/** A recorded call with the context it was made in. */
export interface Recording extends Pick<RecordedCall, "name" | "response"> {
  context: CallContext;
  body: unknown;
}

/** Writer's text completions stream `{"value": …}`, a form of their own that no other client reads either. */
const OTHER_FORMS = /writer\/completions\/writer-streaming/;

/** Every recorded call in this dialect. */
export function recordings(): Recording[] {
  const calls = recordedCalls("chat").filter(
    ({ api, provider, name }) => API.test(api) && provider !== "cohere" && !OTHER_FORMS.test(name),
  );
  return calls.map(({ name, provider, request, response }) => {
    const isStream =
      /event-stream/.test(response.headers["content-type"] ?? "") ||
      /^\s*(?:data|event):/.test(response.body.toString("utf8", 0, 64));
    return { name, response, body: request.json, context: contextFor(provider, isStream, modelIn(request.json)) };
  });
}

const FIXTURES = [
  "alibaba",
  "deepseek/chat",
  "groq",
  "mistral",
  "moonshotai",
  "openai/chat",
  "openai/completion",
  "openai-compatible/chat",
  "perplexity",
  "xai",
];

/** The other collection's answers, of which only the events of a stream were kept. */
export function fixtures(): Recording[] {
  return FIXTURES.flatMap((folder) => {
    const path = `chat-vercel-ai-fixtures/${folder}`;
    const files = readdirSync(sharedPath(path)).filter(
      (file) => /\.(?:json|txt|sse)$/.test(file) && !file.includes("error"),
    );
    return files.map((file) => {
      const text = readFileSync(sharedPath(`${path}/${file}`), "utf8");
      const isStream = !file.endsWith(".json");
      const body = file.endsWith(".txt") ? asEvents(text) : text;
      const headers = { "content-type": isStream ? "text/event-stream" : "application/json" };
      return {
        name: `${path}/${file}`,
        response: { status: 200, headers, body: Buffer.from(body) },
        body: undefined,
        context: contextFor(folder.replace(/\/.*/, ""), isStream),
      };
    });
  });
}

function asEvents(lines: string): string {
  const events = lines.split("\n").filter((line) => line.trim() !== "");
  return [...events, "[DONE]"].map((event) => `data: ${event}\n\n`).join("");
}

function modelIn(body: unknown): string {
  return (body as { model?: string } | undefined)?.model ?? "recorded";
}

/** A call to a provider of this name. */
export function contextFor(
  name: string,
  stream = false,
  model = "recorded",
  facts: CallContext["facts"] = {},
): CallContext {
  const known = NAMES.get(name) ?? name;
  const provider: Provider = {
    name: known,
    title: known,
    dialect: "openai",
    keyVariables: [],
    docs: "https://example.com",
  };
  return { model, provider, facts, stream };
}
