// Imports the modules named on the command line in order, with everything that reaches outside the process guarded, and
// prints as JSON what each touched and which modules it loaded. Node itself may do what it needs: loading is reading.
import fs from "node:fs";
import { createRequire, register, syncBuiltinESMExports } from "node:module";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";

const require = createRequire(import.meta.url);
const { port1, port2 } = new MessageChannel();
register("./loaded-modules.mjs", import.meta.url, { data: { port: port2 }, transferList: [port2] });

const later = globalThis.setImmediate;
let touched = [];

/** The first frame that is neither this file nor Node: who did it; `undefined` when Node did it for itself. */
function culprit() {
  const frames = new Error("trace").stack.split("\n").slice(1);
  const caller = frames.find((frame) => !frame.includes("import-guard.mjs"));
  return caller === undefined || caller.includes("node:internal/") ? undefined : caller.trim();
}

function forbid(what) {
  const who = culprit();
  if (who === undefined) return;
  touched.push(`${what} ${who}`);
  throw new Error(`touched while importing: ${what}`);
}

function guard(target, name, what) {
  const original = target[name];
  const guarded = function (...args) {
    forbid(what);
    return new.target === undefined
      ? Reflect.apply(original, this, args)
      : Reflect.construct(original, args, new.target);
  };
  Object.setPrototypeOf(guarded, original);
  guarded.prototype = original.prototype;
  Object.defineProperty(target, name, { value: guarded, configurable: true, writable: true });
}

function guardAll(target, prefix) {
  for (const name of Object.keys(target)) {
    const isFunction = typeof target[name] === "function";
    const isConstant = Object.getOwnPropertyDescriptor(target, name)?.get !== undefined;
    // Classes such as fs.Stats or http.Agent are only extended while importing; making one is guarded by what it opens.
    if (isFunction && !isConstant && !/^[A-Z]/.test(name)) guard(target, name, `${prefix}.${name}`);
  }
}

for (const name of ["net", "dns", "http", "https", "http2", "tls", "dgram", "child_process"]) {
  guardAll(require(`node:${name}`), name);
}
guard(require("node:worker_threads"), "Worker", "worker_threads.Worker");
guardAll(fs, "fs");
guardAll(fs.promises, "fs.promises");
for (const name of ["fetch", "setTimeout", "setInterval", "setImmediate"]) guard(globalThis, name, name);
for (const name of ["cwd", "chdir", "on", "once", "addListener"]) guard(process, name, `process.${name}`);
process.env = new Proxy(process.env, {
  get(target, name) {
    forbid(`process.env.${String(name)}`);
    return Reflect.get(target, name);
  },
  has(target, name) {
    forbid(`process.env.${String(name)}`);
    return Reflect.has(target, name);
  },
  ownKeys(target) {
    forbid("process.env");
    return Reflect.ownKeys(target);
  },
});
syncBuiltinESMExports();

/** What was loaded since the last call. The hooks run in another thread: a module of our own marks where it is up to. */
async function loadedSoFar(step) {
  const mark = `data:text/javascript,${step}`;
  await import(mark);
  const loaded = [];
  while (loaded.at(-1) !== mark) {
    const next = receiveMessageOnPort(port1);
    if (next === undefined) await new Promise((resolve) => later(resolve));
    else loaded.push(next.message);
  }
  return loaded.slice(0, -1);
}

const write = process.stdout.write.bind(process.stdout);
const report = [];
for (const url of process.argv.slice(2)) {
  touched = [];
  let failed;
  try {
    await import(url);
  } catch (error) {
    failed = String(error?.stack ?? error);
  }
  const loaded = await loadedSoFar(report.length);
  report.push({ url, touched, loaded, ...(failed === undefined ? {} : { failed }) });
}
write(JSON.stringify({ report, open: process.getActiveResourcesInfo() }));
