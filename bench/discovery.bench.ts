// Discovering from servers that take their time.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { createManager } from "../src/manager.ts";
import type { ModelSource } from "../src/source.ts";
import { memory } from "../src/stores/memory.ts";
import { atMost, median, type Row } from "./support/ratio.ts";

const SOURCES = 10;
const ANSWER_MS = 100;
const MODELS = 100;

export async function run(): Promise<Row[]> {
  const server = createServer((_request, response) => {
    setTimeout(() => response.end(JSON.stringify({ data: rows })), ANSWER_MS);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const times: number[] = [];
    for (let round = 0; round < 9; round++) times.push(await discoverAll(`http://127.0.0.1:${port}`));
    return [atMost(`discovering from ${SOURCES} sources of ${ANSWER_MS} ms each`, median(times), "ms", 250)];
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const rows = Array.from({ length: MODELS }, (_, n) => ({ id: `model-${n}`, context: 1_000 * n }));

/** Milliseconds for one discovery into a new registry. */
async function discoverAll(url: string): Promise<number> {
  const sources = Array.from({ length: SOURCES }, (_, n) => slowSource(`slow-${n}`, url));
  const manager = await createManager({ store: memory(), sources, env: {} });
  const started = performance.now();
  const report = await manager.discoverAll();
  const took = performance.now() - started;
  const found = report.sources.filter((source) => source.found === MODELS).length;
  if (found !== SOURCES) throw new Error(`only ${found} of ${SOURCES} sources answered`);
  return took;
}

function slowSource(name: string, url: string): ModelSource {
  return {
    name,
    async discover({ http }) {
      const { data } = (await http.json(`${url}/${name}`)) as { data: typeof rows };
      return data.map(({ id, context }) => ({ id: `${name}/${id}`, contextWindow: context }));
    },
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.table(await run());
