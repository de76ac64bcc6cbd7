#!/usr/bin/env node
import { run } from "./run.ts";

const INTERRUPTED = 130;

const abort = new AbortController();
// The first Ctrl-C ends what waits for others and lets a save finish; the second ends everything.
process.on("SIGINT", () => {
  if (abort.signal.aborted) process.exit(INTERRUPTED);
  abort.abort();
});
// A reader that leaves early (`modelmall models list | head`) ends the command quietly.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

const { stdout, stderr, env } = process;
const terminal = {
  stdout,
  stderr,
  env,
  signal: abort.signal,
  // Opened by the commands that read it.
  get stdin() {
    return process.stdin;
  },
};
const code = await run(process.argv.slice(2), terminal);
process.exitCode = abort.signal.aborted ? INTERRUPTED : code;
