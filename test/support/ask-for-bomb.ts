import { SourceError } from "../../src/errors.ts";
import { createHttp } from "../../src/util/http.ts";
import { openTransport } from "../../src/util/transport.ts";

// Run in a process of its own, so that the memory measured is that of one request; its address is the argument.
const [url = ""] = process.argv.slice(2);
const transport = openTransport({});
const http = createHttp({ source: "acme", fetch: transport.fetch, signal: new AbortController().signal });
await http.json(`${url}/small`);
const before = process.resourceUsage().maxRSS;
const started = performance.now();
const error = await http.json(`${url}/bomb`).catch((thrown: unknown) => thrown);
const code = error instanceof SourceError ? error.code : String(error);
const ms = performance.now() - started;
console.log(JSON.stringify({ code, ms, grownMiB: (process.resourceUsage().maxRSS - before) / 1024 }));
await transport.close();
