// The gateway over loopback, beside a bare proxy and Portkey's: every server in a process of its own.
import { pathToFileURL } from "node:url";
import { type Asked, firstByte, load, manyStreams } from "./support/clients.ts";
import { atLeast, atMost, median, type Row } from "./support/ratio.ts";
import { installRivals, PORTKEY } from "./support/rivals.ts";
import { freePort, type ServerProcess, startServer } from "./support/server-process.ts";
import { startUpstream } from "./support/upstream.ts";

const API_KEY = "sk-bench-0123456789";
const MESSAGES = [{ role: "user", content: "Tell me about a fox and a dog." }];
/** Of a stream that is measured. */
const CHUNKS = 40;
const CONNECTIONS = [1, 16, 64] as const;
const ROUNDS = 5;
const TURN_MS = 400;
const WARM_UP_MS = 5_000;

type Name = "bare" | "portkey" | "ours";
const NAMES = ["bare", "portkey", "ours"] as const;

/** What is asked: in which words of the provider's, and how it is to come. */
interface Shape {
  readonly title: string;
  readonly upstream: "openai" | "anthropic";
  readonly stream: boolean;
}

const SHAPES: readonly Shape[] = [
  { title: "OpenAI, plain", upstream: "openai", stream: false },
  { title: "OpenAI, stream", upstream: "openai", stream: true },
  { title: "OpenAI to Anthropic, plain", upstream: "anthropic", stream: false },
  { title: "OpenAI to Anthropic, stream", upstream: "anthropic", stream: true },
];

interface Servers extends Readonly<Record<Name, ServerProcess>> {
  readonly upstream: string;
}

interface Measured {
  readonly perSecond: number;
  readonly cpuMs: number;
}

export async function run(): Promise<Row[]> {
  installRivals();
  const upstream = await startUpstream();
  const started: ServerProcess[] = [];
  const start = async (starting: Promise<ServerProcess>) => {
    const server = await starting;
    started.push(server);
    return server;
  };
  try {
    const port = await freePort();
    const servers: Servers = {
      upstream: upstream.url,
      bare: await start(startServer(new URL("./support/bare-proxy.js", import.meta.url), { args: [upstream.url] })),
      portkey: await start(
        startServer(PORTKEY, { args: ["--headless", `--port=${port}`], port, env: { NODE_ENV: "production" } }),
      ),
      ours: await start(
        startServer(new URL("./support/gateway.js", import.meta.url), {
          args: [upstream.url, API_KEY],
          execArgv: ["--expose-gc"],
        }),
      ),
    };
    return [...(await throughput(servers)), ...(await firstBytes(servers)), ...(await memory(servers))];
  } finally {
    for (const server of started) server.stop();
    upstream.stop();
  }
}

/** How one of them is asked. The bare proxy translates nothing: whoever calls it speaks as the provider does. */
function askedOf({ upstream, ...servers }: Servers, name: Name, shape: Shape, more: object = {}): Asked {
  const model = shape.upstream === "openai" ? "gpt-4o" : "claude-sonnet-4-5";
  const ours = shape.upstream === "openai" ? "gpt" : "claude";
  const isForeign = name === "bare" && shape.upstream === "anthropic";
  const route =
    name !== "portkey"
      ? {}
      : {
          "x-portkey-provider": shape.upstream,
          "x-portkey-custom-host": `${upstream}/v1`,
        };
  return {
    url: `${servers[name].url}/v1/${isForeign ? "messages" : "chat/completions"}`,
    headers: { "content-type": "application/json", authorization: `Bearer ${API_KEY}`, ...route },
    body: JSON.stringify({
      model: name === "ours" ? ours : model,
      messages: MESSAGES,
      max_tokens: CHUNKS,
      ...(shape.stream && { stream: true }),
      ...more,
    }),
  };
}

/** Requests a second and CPU of each, of all shapes and numbers of connections. */
async function throughput(servers: Servers): Promise<Row[]> {
  const rows: Row[] = [];
  for (const shape of SHAPES) {
    for (const name of NAMES) await warmUp(askedOf(servers, name, shape));
    for (const connections of CONNECTIONS) {
      const { upstream, bare, portkey, ours } = await rounds(servers, shape, connections);
      const what = `${shape.title}, ${connections} at once`;
      const perSecond = ({ perSecond: value }: Measured, title: string): Row => ({
        name: `${what}: ${title}`,
        value,
        unit: "requests/s",
      });
      rows.push(
        perSecond(upstream, "the upstream alone"),
        perSecond(bare, "the bare proxy"),
        perSecond(portkey, "Portkey"),
        perSecond(ours, "ours"),
        atLeast(`${what}: ours / Portkey`, ours.perSecond / portkey.perSecond, "x requests/s", 10),
        atLeast(`${what}: ours / the bare proxy`, ours.perSecond / bare.perSecond, "x requests/s", 0.6),
        { name: `${what}: the bare proxy`, value: bare.cpuMs * 1_000, unit: "µs CPU of a request" },
        { name: `${what}: Portkey / the bare proxy`, value: portkey.cpuMs / bare.cpuMs, unit: "x CPU of a request" },
        atMost(`${what}: ours / the bare proxy`, ours.cpuMs / bare.cpuMs, "x CPU of a request", 1.8),
      );
    }
  }
  return rows;
}

/** Until what is asked for often is compiled: the more there is of it, the longer that takes. */
async function warmUp(asked: Asked): Promise<void> {
  const until = performance.now() + WARM_UP_MS;
  while (performance.now() < until) await load(asked, { connections: 16, amount: 64 });
}

/** Medians of rounds in which each has a turn, another one first each time. */
async function rounds(
  servers: Servers,
  shape: Shape,
  connections: number,
): Promise<Record<Name | "upstream", Measured>> {
  const asked = {
    upstream: { ...askedOf(servers, "bare", shape) },
    bare: askedOf(servers, "bare", shape),
    portkey: askedOf(servers, "portkey", shape),
    ours: askedOf(servers, "ours", shape),
  };
  asked.upstream.url = asked.bare.url.replace(servers.bare.url, servers.upstream);
  const names = ["upstream", ...NAMES] as const;
  const turns = { upstream: [], bare: [], portkey: [], ours: [] } as Record<Name | "upstream", Measured[]>;
  const amounts = {} as Record<Name | "upstream", number>;
  const cpuMs = async (name: Name | "upstream") => (name === "upstream" ? 0 : (await servers[name].usage()).cpuMs);
  for (const name of names) {
    const { perSecond } = await load(asked[name], { connections, amount: 64 });
    amounts[name] = amountIn(TURN_MS, perSecond, connections);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length] as Name | "upstream";
      const before = await cpuMs(name);
      const amount = amounts[name];
      const { perSecond } = await load(asked[name], { connections, amount });
      turns[name].push({ perSecond, cpuMs: ((await cpuMs(name)) - before) / amount });
      amounts[name] = amountIn(TURN_MS, perSecond, connections);
    }
  }
  const middle = (name: Name | "upstream"): Measured => ({
    perSecond: median(turns[name].map(({ perSecond }) => perSecond)),
    cpuMs: median(turns[name].map(({ cpuMs }) => cpuMs)),
  });
  return { upstream: middle("upstream"), bare: middle("bare"), portkey: middle("portkey"), ours: middle("ours") };
}

/** As many requests as last so long: opening connections, of which each needs one, must be but a small part of it. */
function amountIn(ms: number, perSecond: number, connections: number): number {
  return Math.max(connections, Math.round((perSecond * ms) / 1_000));
}

const STREAMS_EACH = 300;

/** Milliseconds until the first byte of a stream, one stream after the other. */
async function firstBytes(servers: Servers): Promise<Row[]> {
  const rows: Row[] = [];
  for (const shape of SHAPES.filter(({ stream }) => stream)) {
    const times: Record<Name, number[]> = { bare: [], portkey: [], ours: [] };
    for (let round = 0; round < STREAMS_EACH; round++) {
      for (const name of NAMES) {
        if (name === "portkey" && round % 6 !== 0) continue;
        times[name].push(await firstByte(askedOf(servers, name, shape, { max_tokens: 2 })));
      }
    }
    const bare = median(times.bare);
    rows.push(
      { name: `${shape.title}: first byte through the bare proxy`, value: bare, unit: "ms" },
      { name: `${shape.title}: first byte through Portkey`, value: median(times.portkey), unit: "ms" },
      { name: `${shape.title}: first byte through ours`, value: median(times.ours), unit: "ms" },
      atMost(`${shape.title}: first byte, ours later than the bare proxy`, median(times.ours) - bare, "ms", 1),
    );
  }
  return rows;
}

const STREAMS = 1_000;
const LONG = 200;
const PAUSE_MS = 40;

/** Memory while many streams run: what it is late must not be more than what it was early. */
async function memory(servers: Servers): Promise<Row[]> {
  const [shape] = SHAPES.filter(({ stream }) => stream) as [Shape];
  const asked = askedOf(servers, "ours", shape, { max_tokens: LONG, seed: PAUSE_MS });
  const before = await servers.ours.usage("memory");
  const seen: { rssMb: number; heapMb: number }[] = [];
  await manyStreams(asked, STREAMS, LONG, async () => {
    seen.push(await servers.ours.usage("memory"));
  });
  const [early, ...later] = seen;
  if (early === undefined) throw new Error("the streams ended before they were looked at");
  const most = (of: "rssMb" | "heapMb") => Math.max(...later.map((one) => one[of]));
  return [
    {
      name: "1,000 streams at once: memory of each",
      value: ((early.heapMb - before.heapMb) * 1024) / STREAMS,
      unit: "KiB",
    },
    { name: "1,000 streams at once: resident memory", value: most("rssMb"), unit: "MiB" },
    atMost("1,000 streams at once: heap late / early", most("heapMb") / early.heapMb, "x", 1.15),
    atMost("1,000 streams at once: resident memory late / early", most("rssMb") / early.rssMb, "x", 1.15),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.table(await run());
