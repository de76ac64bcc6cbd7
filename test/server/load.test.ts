import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request as httpRequest } from "node:http";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { inProject } from "../../scripts/support/project.js";
import type { Config } from "../../src/config.ts";
import { createRouter } from "../../src/router/create-router.ts";
import { startUpstream } from "../router/support/upstream.ts";
import { wiredConfig } from "../router/support/wired.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { startWorker } from "../support/worker.ts";
import { aGateway } from "./support/a-gateway.ts";
import { openConnections } from "./support/raw-request.ts";

const messages = [{ role: "user", content: "hello" }];
const asked = { model: "m", messages };
const agent = new Agent({ keepAlive: true, maxSockets: 1_000 });
afterEach(() => agent.destroy());

interface Timed {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** Milliseconds. */
  readonly ms: number;
}

/** A call by the cheapest client there is: what is measured is the gateway. */
function timed(url: string): Promise<Timed> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json" };
    const call = httpRequest(`${url}/v1/chat/completions`, { method: "POST", agent, headers }, (answer) => {
      const { statusCode: status = 0, headers: told } = answer;
      answer.resume();
      answer.on("end", () => resolve({ status, retryAfter: told["retry-after"], ms: performance.now() - started }));
    });
    call.on("error", reject);
    call.end(JSON.stringify(asked));
  });
}

/** The time within which so large a part of all was done. */
function within(part: number, times: readonly Timed[]): number {
  const sorted = times.map(({ ms }) => ms).sort((one, other) => one - other);
  return sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)] ?? 0;
}

/** What else this machine does is not the gateway's fault: one good round of a few is enough. */
async function inGoodConditions(judge: () => Promise<void>): Promise<void> {
  for (let round = 1; ; round += 1) {
    try {
      await judge();
      return;
    } catch (error) {
      if (round === 5) throw error;
    }
  }
}

describe("a gateway that is asked three times what it can", () => {
  const ROOM = 20;
  const TAKES_MS = 100;

  /** Each of so many clients, who do not come all at once, calls again as soon as it has been answered, or told to come again. */
  async function offered(url: string, clients: number, ms = 1_500): Promise<Timed[]> {
    const all: Timed[] = [];
    const end = performance.now() + ms;
    const client = async (_: unknown, place: number) => {
      await pause((TAKES_MS * place) / clients);
      while (performance.now() < end) {
        const answer = await timed(url);
        all.push(answer);
        if (answer.status !== 200) await pause(TAKES_MS);
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    return all;
  }

  it("refuses what is too much within 20 ms, saying when to come again, and answers the others as ever", async () => {
    const script = { text: "well", delayMs: TAKES_MS };
    await using gateway = await aGateway({ scripts: { a: script }, maxInFlight: ROOM, maxQueue: 0 });
    await offered(gateway.url, 3 * ROOM, 500); // everything is loaded
    await inGoodConditions(async () => {
      const alone = await offered(gateway.url, ROOM);
      const crowded = await offered(gateway.url, 3 * ROOM);
      const served = crowded.filter(({ status }) => status === 200);
      const refused = crowded.filter(({ status }) => status !== 200);
      expect(alone.every(({ status }) => status === 200)).toBe(true);
      expect(served.length).toBeGreaterThan(0.7 * alone.length);
      expect(refused.length).toBeGreaterThan(ROOM);
      expect(new Set(refused.map(({ status, retryAfter }) => `${status} ${retryAfter}`))).toEqual(new Set(["503 1"]));
      expect(within(0.5, refused)).toBeLessThan(20);
      expect(within(0.95, served)).toBeLessThan(1.5 * within(0.95, alone));
    });
    expect(gateway.logged).toEqual([]);
  });

  it("says so before it has read what it was sent", async () => {
    await using gateway = await aGateway({
      scripts: { a: { delayMs: 60_000 } },
      maxInFlight: 1,
      maxQueue: 0,
      drainMs: 0,
    });
    void timed(gateway.url).catch(() => undefined);
    await vi.waitFor(() => expect(gateway.backends.a?.calls).toHaveLength(1));
    const head = "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json";
    const port = gateway.gateway.address.port;
    const [socket] = await openConnections(port, 1, `${head}\r\nContent-Length: 9000000\r\n\r\n{"model"`);
    const [told] = (await once(socket as NonNullable<typeof socket>, "data")) as [Buffer];
    expect(String(told)).toMatch(/^HTTP\/1\.1 503 .*retry-after: 1\r\n.*"overloaded_error"/is);
    socket?.destroy();
  });
});

describe("a gateway that is told to stop", () => {
  async function aProcess() {
    const home = await tempFolder();
    // What runs on the machine of whoever tests is nobody's affair.
    const nowhere = { OLLAMA_HOST: "http://127.0.0.1:9", LM_STUDIO_BASE_URL: "http://127.0.0.1:9" };
    const env = { ...process.env, ...nowhere, HOME: home, MODELMALL_REGISTRY: join(home, "registry.json") };
    const main = inProject("src", "cli", "main.ts");
    const child = spawn(process.execPath, ["--import", "tsx", main, "serve", "--port", "0", "--no-config"], { env });
    onTestFinished(() => void child.kill("SIGKILL"));
    let printed = "";
    child.stdout.on("data", (data) => {
      printed += String(data);
    });
    const url = await vi.waitFor(() => /at (http:\S+)/.exec(printed)?.[1] ?? Promise.reject(new Error("not yet")), {
      timeout: 50_000,
    });
    // A word every 200 ms.
    const content = `${"word ".repeat(24)}last`;
    const body = JSON.stringify({ model: "mock/slow", stream: true, messages: [{ role: "user", content }] });
    const headers = { "content-type": "application/json" };
    const stream = () => fetch(`${url}/v1/chat/completions`, { method: "POST", headers, body });
    return { child, url, stream, exited: once(child, "exit") };
  }

  it("by SIGTERM lets five hundred streams come to their end, and takes no more", async () => {
    const { child, url, stream, exited } = await aProcess();
    const running = await Promise.all(Array.from({ length: 500 }, stream));
    child.kill("SIGTERM");
    const texts = await Promise.all(running.map((answer) => answer.text()));
    expect(texts.filter((text) => text.includes('"last"') && text.endsWith("data: [DONE]\n\n"))).toHaveLength(500);
    expect(await exited).toEqual([0, null]);
    await expect(fetch(`${url}/livez`)).rejects.toThrow();
  });

  it("by a second SIGTERM ends at once", async () => {
    const { child, stream, exited } = await aProcess();
    const running = await Promise.all(Array.from({ length: 20 }, stream));
    let told = "";
    child.stderr.on("data", (data) => {
      told += String(data);
    });
    child.kill("SIGTERM");
    await vi.waitFor(() => expect(told).toContain("stopping"), { interval: 5 });
    child.kill("SIGTERM");
    expect(await exited).toEqual([143, null]);
    const texts = await Promise.allSettled(running.map((answer) => answer.text()));
    expect(texts.every(({ status }) => status === "rejected")).toBe(true);
  });
});

describe("two hundred streams that run", () => {
  const words = Array.from({ length: 30 }, (_, at) => `w${at} `);
  const eventOf = (delta: object, finish: string | null) =>
    `data: ${JSON.stringify({ id: "c", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

  /** A provider that says its words one by one, and remembers the keys it was called with. */
  const aSlowProvider = () =>
    startUpstream(async (outgoing) => {
      outgoing.writeHead(200, { "content-type": "text/event-stream" });
      for (const content of words) {
        outgoing.write(eventOf({ content }, null));
        await pause(50);
      }
      outgoing.end(`${eventOf({}, "stop")}data: [DONE]\n\n`);
    });

  it("are not broken by another key, another backend, another route, or by who else comes and goes", async () => {
    const [first, second] = [await aSlowProvider(), await aSlowProvider()];
    const to = (url: string, key: string) => wiredConfig({ a: { url: `${url}/v1`, keys: [key] } });
    const source: { config: Config } = { config: await to(first.url, "sk-first0123456789") };
    await using gateway = await aGateway({ router: createRouter({ config: source, env: {} }) });
    const ask = () => gateway.ask("/v1/chat/completions", { json: { ...asked, stream: true } });
    const running = await Promise.all(Array.from({ length: 200 }, ask));
    const texts = Promise.all(running.map((answer) => answer.text()));

    const keysOf = ({ requests }: typeof first) => new Set(requests.map(({ headers }) => /sk-\w+/.exec(headers)?.[0]));
    const churn = async () => {
      const silent = await openConnections(gateway.gateway.address.port, 50, "GET /livez HTTP/1.1\r\n");
      const leaving = new AbortController();
      const left = fetch(`${gateway.url}/v1/models`, { signal: leaving.signal }).catch(() => undefined);
      leaving.abort();
      for (const socket of silent) socket.destroy();
      await left;
    };
    source.config = await to(first.url, "sk-second0123456789");
    expect((await (await ask()).text()).endsWith("data: [DONE]\n\n")).toBe(true);
    expect(keysOf(first)).toEqual(new Set(["sk-first0123456789", "sk-second0123456789"]));
    await churn();
    source.config = await to(second.url, "sk-third0123456789");
    const moved = await Promise.all([ask(), churn(), churn()]);
    expect((await moved[0].text()).endsWith("data: [DONE]\n\n")).toBe(true);
    source.config = await wiredConfig({ other: { url: `${second.url}/v1` } });
    await churn();

    for (const text of await texts) {
      expect(text).not.toContain('"error"');
      expect(Array.from(text.matchAll(/"content":"(w\d+ )"/g), ([, word]) => word)).toEqual(words);
      expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
    }
    expect([first.requests.length, second.requests.length]).toEqual([201, 1]);
    expect(gateway.logged).toEqual([]);
  });
});

describe("streams that are left", () => {
  it("leave nothing behind: ten thousand of them", async () => {
    const { ended, lines } = await startWorker("server/programs/aborted-streams.ts", "10000");
    expect(await ended).toBe(0);
    const { before, after, running, warnings } = JSON.parse(lines[0] ?? "{}");
    expect([running, warnings]).toEqual([0, []]);
    expect(after).toBeLessThan(before * 1.05);
  });
});
