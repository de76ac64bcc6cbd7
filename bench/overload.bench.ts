// The gateway that is asked three times what it can, in a process of its own: how the others fare, and how soon who is too much is told so.
import { Agent, request as httpRequest } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { atMost, median, type Row } from "./support/ratio.ts";
import { startServer } from "./support/server-process.ts";

const ROOM = 20;
const TAKES_MS = 100;
const TURN_MS = 3_000;
const ROUNDS = 5;
const BODY = JSON.stringify({ model: "m", messages: [{ role: "user", content: "hello" }] });

interface Timed {
  readonly status: number;
  readonly ms: number;
}

export async function run(): Promise<Row[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 3 * ROOM });
  const server = await startServer(new URL("./support/crowded-gateway.js", import.meta.url), {
    args: [String(ROOM), String(TAKES_MS)],
  });
  try {
    await offered(agent, server.url, 3 * ROOM, 1_000);
    const ratios: number[] = [];
    const refusals: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const alone = await offered(agent, server.url, ROOM);
      const crowded = await offered(agent, server.url, 3 * ROOM);
      const of = (isServed: boolean) => crowded.filter(({ status }) => (status === 200) === isServed);
      ratios.push(within99(of(true)) / within99(alone));
      refusals.push(within99(of(false)));
    }
    return [
      atMost("p99 of who is let in at three times what it can, of that of who is alone", median(ratios), "x", 1.5),
      atMost("p99 until who is too much is told so", median(refusals), "ms", 20),
    ];
  } finally {
    agent.destroy();
    server.stop();
  }
}

/** Each of so many clients, who do not come all at once, calls again as soon as it has been answered, or told to come again. */
async function offered(agent: Agent, url: string, clients: number, ms = TURN_MS): Promise<Timed[]> {
  const all: Timed[] = [];
  const end = performance.now() + ms;
  const client = async (_: unknown, place: number) => {
    await pause((TAKES_MS * place) / clients);
    while (performance.now() < end) {
      const answer = await timed(agent, url);
      all.push(answer);
      if (answer.status !== 200) await pause(TAKES_MS);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return all;
}

function timed(agent: Agent, url: string): Promise<Timed> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json" };
    const call = httpRequest(`${url}/v1/chat/completions`, { method: "POST", agent, headers }, (answer) => {
      const { statusCode: status = 0 } = answer;
      answer.resume();
      answer.on("end", () => resolve({ status, ms: performance.now() - started }));
    });
    call.on("error", reject);
    call.end(BODY);
  });
}

function within99(times: readonly Timed[]): number {
  const sorted = times.map(({ ms }) => ms).sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
}
