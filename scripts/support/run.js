import { spawn } from "node:child_process";

/**
 * Runs a Node program with our own input and output, passes signals on to it, and gives its exit code.
 * @param {readonly string[]} args what follows `node`
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function runNode(args, options = {}) {
  const child = spawn(process.execPath, args, { stdio: "inherit", ...options });
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    // A terminal's Ctrl-C reaches the child by itself; a second one would cut its clean-up short.
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve(code ?? exitCodeOf(signal));
    });
  });
}

/**
 * Runs a program in silence and gives its exit code and everything it printed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<{ code: number, stdout: string, output: string }>}
 */
export function capture(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  let stdout = "";
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    stdout += text;
    output += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code: code ?? exitCodeOf(signal), stdout, output }));
  });
}

// As shells report it: 128 and the number of the signal.
function exitCodeOf(/** @type {NodeJS.Signals | null} */ signal) {
  return { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 }[/** @type {string} */ (signal)] ?? 1;
}
