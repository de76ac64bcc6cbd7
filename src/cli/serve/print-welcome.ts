import type { Model } from "../../model.ts";
import type { Gateway } from "../../server.ts";
import { counted } from "../format.ts";
import { printable, stylesFor, type Terminal } from "../terminal.ts";

/** Says where the gateway is, and what to type first; `key` is how a shell writes one where one is needed. */
export function printWelcome(
  { stdout, env }: Terminal,
  { url }: Gateway,
  models: readonly Model[],
  key: string | undefined,
): void {
  const { bold, dim } = stylesFor(stdout, env);
  const model = models.find(({ capabilities }) => capabilities.chat !== false)?.id ?? "mock/echo";
  const body = JSON.stringify({ model: printable(model), messages: [{ role: "user", content: "Hello!" }] });
  const auth = key === undefined ? "" : ` -H "authorization: Bearer ${key}"`;
  stdout.write(`${bold(`modelmall serves ${counted(models.length, "model")} at ${url}`)}
  OpenAI clients     ${url}/v1
  Anthropic clients  ${url}
  Ollama clients     ${url}

${dim("Try it:")}
  curl ${url}/v1/chat/completions${auth} -H 'content-type: application/json' -d '${body.replaceAll("'", "'\\''")}'
`);
}
