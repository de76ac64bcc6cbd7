import type { ServedName } from "../builtins/served.ts";
import { livez, readyz } from "./alive.ts";
import { chatIn } from "./chat.ts";
import { countTokens } from "./count-tokens.ts";
import type { Exchange } from "./exchange.ts";
import { listModels, showModel } from "./models.ts";
import { listForOllama, showForOllama, versionForOllama } from "./ollama.ts";
import { embed } from "./openai/embeddings.ts";
import { generateImage } from "./openai/images.ts";
import { moderate } from "./openai/moderations.ts";
import { speak } from "./openai/speech.ts";
import { transcribe } from "./openai/transcriptions.ts";

/** Something a client can ask for. */
export interface ServerRoute {
  readonly method: "GET" | "POST";
  /** As it is, or up to a `{…}` at its end, which stands for the rest. */
  readonly path: string;
  /** Who may: anybody, or whoever has a key where keys are needed. */
  readonly access: "open" | "key";
  /** The dialect its errors are told in. */
  readonly dialect: ServedName;
  /** Whether a model is called: only so many may be at once. */
  readonly isCall: boolean;
  readonly handle: (exchange: Exchange) => Promise<void> | void;
}

type Told = Pick<ServerRoute, "method" | "path" | "handle">;

const asked = (dialect: ServedName, { method, path, handle }: Told): ServerRoute => ({
  method,
  path,
  access: "key",
  dialect,
  isCall: false,
  handle,
});

const called = (dialect: ServedName, path: string, handle: ServerRoute["handle"]): ServerRoute => ({
  method: "POST",
  path,
  access: "key",
  dialect,
  isCall: true,
  handle,
});

const open = (path: string, handle: ServerRoute["handle"]): ServerRoute => ({
  method: "GET",
  path,
  access: "open",
  dialect: "openai",
  isCall: false,
  handle,
});

/** Everything the gateway answers. */
export const ROUTES: readonly ServerRoute[] = [
  open("/livez", livez),
  open("/readyz", readyz),
  asked("openai", { method: "GET", path: "/v1/models", handle: listModels }),
  asked("openai", { method: "GET", path: "/v1/models/{id}", handle: showModel }),
  called("openai", "/v1/chat/completions", chatIn("openai")),
  called("openai", "/v1/completions", chatIn("openai-completions")),
  called("openai-responses", "/v1/responses", chatIn("openai-responses")),
  called("openai", "/v1/embeddings", embed),
  called("openai", "/v1/images/generations", generateImage),
  called("openai", "/v1/audio/transcriptions", transcribe),
  called("openai", "/v1/audio/speech", speak),
  called("openai", "/v1/moderations", moderate),
  called("anthropic", "/v1/messages", chatIn("anthropic")),
  called("anthropic", "/v1/messages/count_tokens", countTokens),
  asked("ollama", { method: "GET", path: "/api/tags", handle: listForOllama }),
  asked("ollama", { method: "POST", path: "/api/show", handle: showForOllama }),
  asked("ollama", { method: "GET", path: "/api/version", handle: versionForOllama }),
  called("ollama", "/api/chat", chatIn("ollama")),
];
