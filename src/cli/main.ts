#!/usr/bin/env node
import { run } from "./run.ts";

const abort = new AbortController();
process.once("SIGINT", () => abort.abort());
// A reader that leaves early (`modelmall models list | head`) ends the command quietly.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

const { stdout, stderr, env } = process;
process.exitCode = await run(process.argv.slice(2), { stdout, stderr, env, signal: abort.signal });
