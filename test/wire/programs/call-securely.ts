import { createBackend } from "../../../src/builtins/backends.ts";
import { CallError } from "../../../src/call-error.ts";

// Calls each address it is given, twice whole and once as a stream, and tells what it heard or why it heard nothing:
// what is trusted is settled when a process starts.
const asked = { messages: [{ role: "user" as const, content: "hello" }] };

for (const url of process.argv.slice(2)) {
  const backend = createBackend({ provider: "openai", baseUrl: `${url}/v1`, apiKey: "canary0123456789key", env: {} });
  const heard: string[] = [];
  try {
    heard.push((await backend.generate("m", asked)).content ?? "");
    let streamed = "";
    for await (const { content } of backend.stream("m", asked)) streamed += content ?? "";
    heard.push(streamed, (await backend.generate("m", asked)).content ?? "");
    console.log(JSON.stringify({ heard }));
  } catch (error) {
    const { code, message, retryable, fault } = error as CallError;
    console.log(JSON.stringify({ isCallError: error instanceof CallError, code, message, retryable, fault }));
  }
  await backend.close();
}
