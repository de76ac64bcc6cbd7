// What a stranger does first: starts it, sends the request it prints, and stops it. Fails where any of it does.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const LONGEST_MS = 60_000;

// Without npm between, which keeps a signal to itself that is sent to it alone.
const started = spawn(process.execPath, ["scripts/start.js", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
const ended = once(started, "exit");
const timer = setTimeout(() => started.kill("SIGKILL"), LONGEST_MS);

let answer;
for await (const line of createInterface({ input: started.stdout })) {
  console.log(line);
  const [, url, body] = /^ +curl (\S+) .*-d '(.*)'$/.exec(line) ?? [];
  if (url === undefined || body === undefined) continue;
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  answer = { status: response.status, text: await response.text() };
  started.kill("SIGTERM");
}
const [code] = await ended;
clearTimeout(timer);

console.log(answer);
if (answer?.status !== 200 || !answer.text.includes("Hello!")) throw new Error("the gateway gave no answer");
if (code !== 0) throw new Error(`npm start ended with ${code}`);
