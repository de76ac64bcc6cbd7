import { randomUUID } from "node:crypto";
import { createInterface, type Interface } from "node:readline";
import type { ChatMessage, ChatRequest } from "../../chat.ts";
import { ModelMallError } from "../../errors.ts";
import type { OpenCall } from "../calling/open-call.ts";
import { exitCodeFor } from "../exit.ts";
import { printable, stylesFor, type Terminal } from "../terminal.ts";
import { type AskOptions, ask } from "./ask.ts";

const HELP = "/clear begins anew, /system TEXT says what the model is told beforehand, /quit ends (so does Ctrl-D)";

/** A conversation at the terminal, kept in memory as long as it lasts. Ctrl-C ends the answer first, then the conversation. */
export async function talk(
  terminal: Terminal,
  call: OpenCall,
  settings: Omit<ChatRequest, "messages">,
  { system, ...options }: AskOptions & { readonly system?: string },
): Promise<void> {
  const { stdin, stdout, stderr, env } = terminal;
  if (stdin === undefined) return;
  const { dim } = stylesFor(stderr, env);
  // What was said stays in the cache of whoever answered first.
  const session = { ...call, options: { ...call.options, sessionKey: randomUUID() } };
  let beforehand = system;
  let messages: ChatMessage[] = [];
  let running: AbortController | undefined;
  const lines = openLines(stdin, stdout);
  lines.on("SIGINT", () => {
    if (running === undefined) lines.close();
    else running.abort();
  });
  terminal.signal?.addEventListener("abort", () => lines.close(), { once: true });
  stderr.write(`${dim(`${printable(call.name)}: ${HELP}`)}\n`);
  lines.prompt();
  for await (const line of lines) {
    const text = line.trim();
    const [command = "", ...rest] = text.split(/\s+/);
    if (command === "/quit" || command === "/exit") break;
    if (command === "/clear") messages = [];
    else if (command === "/system") beforehand = rest.length === 0 ? undefined : rest.join(" ");
    else if (command === "/help") stderr.write(`${dim(HELP)}\n`);
    else if (command.startsWith("/")) stderr.write(`${dim(`there is no ${printable(command)}: ${HELP}`)}\n`);
    else if (text !== "") {
      const asked: ChatMessage[] = [...messages, { role: "user", content: line }];
      const told: ChatMessage[] =
        beforehand === undefined ? asked : [{ role: "system", content: beforehand }, ...asked];
      running = new AbortController();
      try {
        const content = await ask(terminal, session, { ...settings, messages: told }, options, running.signal);
        messages = [...asked, { role: "assistant", content }];
      } catch (error) {
        // A failed question is forgotten, and the conversation goes on.
        if (!ModelMallError.is(error)) throw error;
        exitCodeFor(error, terminal);
      }
      running = undefined;
    }
    if (terminal.signal?.aborted) break;
    lines.prompt();
  }
  lines.close();
}

function openLines(input: NodeJS.ReadableStream, output: Terminal["stdout"]): Interface {
  const isStream = "on" in output;
  return createInterface({
    input,
    // What has listeners is a stream of Node's: only streams do, and `Output` is the part of one that commands use.
    ...(isStream && { output: output as unknown as NodeJS.WritableStream, terminal: true }),
    prompt: isStream ? "> " : "",
  });
}
