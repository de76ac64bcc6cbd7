import type { ChatRequest } from "../../chat.ts";
import type { RoutedChunk } from "../../router.ts";
import type { OpenCall } from "../calling/open-call.ts";
import { plainData, safeFor } from "../calling/safe-text.ts";
import { tellCall } from "../calling/summary.ts";
import { printJson } from "../session.ts";
import { stylesFor, type Terminal } from "../terminal.ts";

/** How an answer is shown. */
export interface AskOptions {
  /** The whole reply as data. */
  readonly json?: boolean;
  /** Piece by piece. */
  readonly stream: boolean;
}

/** Asks once and shows the answer; returns its text. @throws {RouterError} @throws {CallError} */
export async function ask(
  terminal: Terminal,
  { router, name, options: asked }: OpenCall,
  request: ChatRequest,
  { json = false, stream }: AskOptions,
  signal = terminal.signal,
): Promise<string> {
  const options = { ...asked, ...(signal !== undefined && { signal }) };
  if (stream && !json) return await show(terminal, router.stream(name, request, options));
  const reply = await router.generate(name, request, options);
  if (json) {
    printJson(terminal, plainData(reply));
    return reply.content;
  }
  const { stdout } = terminal;
  stdout.write(`${safeFor(stdout, reply.content)}\n`);
  tellToolCalls(terminal, reply.toolCalls.length);
  tellCall(terminal, reply);
  return reply.content;
}

/** Prints a stream as it comes; thinking goes to standard error where somebody looks at it. */
async function show(terminal: Terminal, chunks: AsyncIterable<RoutedChunk>): Promise<string> {
  const { stdout, stderr, env } = terminal;
  const { dim } = stylesFor(stderr, env);
  let text = "";
  let isThinking = false;
  let calls = 0;
  try {
    for await (const chunk of chunks) {
      const { content = "", reasoning = "", toolCalls = [], end, usage, modelServed } = chunk;
      if (reasoning !== "" && stderr.isTTY === true) {
        isThinking = true;
        stderr.write(dim(safeFor(stderr, reasoning)));
      }
      if (content !== "") {
        if (isThinking) stderr.write("\n\n");
        isThinking = false;
        text += content;
        stdout.write(safeFor(stdout, content));
      }
      calls = toolCalls.reduce((most, { index }) => Math.max(most, index + 1), calls);
      if (end !== undefined) {
        if (!text.endsWith("\n")) stdout.write("\n");
        tellToolCalls(terminal, calls);
        tellCall(terminal, { ...end, usage, modelServed });
      }
    }
  } catch (error) {
    // What had come stands on its own line before what went wrong.
    if (text !== "" && !text.endsWith("\n")) stdout.write("\n");
    throw error;
  }
  return text;
}

function tellToolCalls({ stderr, env }: Terminal, calls: number): void {
  if (calls === 0) return;
  stderr.write(`${stylesFor(stderr, env).yellow("note:")} the model wants to call a tool; --json shows which\n`);
}
