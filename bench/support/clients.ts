import { Agent, request as httpRequest } from "node:http";
import { autocannon } from "./rivals.ts";

/** One request, as it is sent again and again. */
export interface Asked {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends so many requests over so many connections, the next as soon as one is answered. @throws {Error} where one fails */
export async function load(
  asked: Asked,
  { connections, amount }: { readonly connections: number; readonly amount: number },
): Promise<{ readonly perSecond: number }> {
  const sent = Math.max(amount, connections);
  const result = await autocannon()({ ...asked, method: "POST", connections, amount: sent, sampleInt: 5, timeout: 30 });
  if (result["2xx"] !== sent) {
    const { errors, timeouts, non2xx } = result;
    throw new Error(
      `${asked.url}: of ${sent} requests ${errors} failed, ${timeouts} in time, ${non2xx} by their status`,
    );
  }
  return { perSecond: (sent * 1_000) / (result.finish.getTime() - result.start.getTime()) };
}

const oneConnection = new Agent({ keepAlive: true, maxSockets: 1 });

/** Milliseconds until the first byte of an answer's body; it is read to its end. */
export function firstByte(asked: Asked): Promise<number> {
  const started = performance.now();
  let first: number | undefined;
  return read(asked, oneConnection, () => {
    first ??= performance.now() - started;
  }).then(() => first ?? Number.NaN);
}

/**
 * Reads so many streams of so many chunks at once. It is told five times on the way, when all streams are open and then at
 * equal distances.
 */
export async function manyStreams(
  asked: Asked,
  streams: number,
  chunks: number,
  look: () => Promise<void>,
): Promise<void> {
  const agent = new Agent({ maxSockets: streams });
  const marks = [0.3, 0.45, 0.6, 0.75, 0.9].map((share) => streams * chunks * share);
  const looks: Promise<void>[] = [];
  // An event ends with two line feeds, which cannot be torn apart.
  let lines = 0;
  const one = async () => {
    let ended = "";
    await read(asked, agent, (piece) => {
      ended = (ended + piece).slice(-20);
      for (let at = piece.indexOf("\n"); at !== -1; at = piece.indexOf("\n", at + 1)) lines += 1;
      if (lines / 2 < (marks[0] ?? Number.POSITIVE_INFINITY)) return;
      marks.shift();
      looks.push(look());
    });
    if (!ended.endsWith("data: [DONE]\n\n")) throw new Error(`a stream of ${asked.url} ended without its end marker`);
  };
  await Promise.all(Array.from({ length: streams }, one));
  await Promise.all(looks);
  agent.destroy();
  if (lines / 2 < streams * chunks) throw new Error(`only ${lines / 2} of ${streams * chunks} events came`);
}

function read({ url, headers, body }: Asked, agent: Agent, onPiece: (piece: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: "POST", headers, agent }, (response) => {
      response.setEncoding("utf8");
      response.on("data", onPiece);
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${url} answered ${response.statusCode}`));
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}
