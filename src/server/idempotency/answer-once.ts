import type { Exchange } from "../exchange.ts";
import { readBytes } from "../read-body.ts";
import { Refusal } from "../refusal.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { recordAnswer } from "./record-answer.ts";
import type { KeptAnswer } from "./replays.ts";

const KEY = /^[!-~]{1,255}$/;

/** Failures of which another try would be told the same; of any other it may not, so that nothing of it is kept. */
const KEPT_FAILURES: ReadonlySet<number> = new Set([400, 413, 422]);

/**
 * Answers a request that has an `idempotency-key`: the first one as ever, and any that is the same by what the first was
 * told. One that comes while the first is being answered waits for it. A draft
 * (https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/) would have it told 409; but models take
 * longer than official clients go on trying after that.
 * @throws {Refusal}
 */
export async function answerOnce(
  exchange: Exchange,
  handle: (exchange: Exchange) => Promise<void> | void,
): Promise<void> {
  const { parts, request, response, caller, target } = exchange;
  const { replays } = parts;
  if (replays === undefined) return handle(exchange);
  const key = JSON.stringify([caller ?? null, target.path, readKey(request.headers["idempotency-key"])]);
  exchange.body = await readBytes(exchange);
  const fingerprint = fingerprintOf(exchange.body, request.headers["content-type"]);
  for (;;) {
    const first = replays.find(key);
    if (first === undefined) break;
    if (first.fingerprint !== fingerprint) throw reused();
    if (first.answer !== undefined) {
      replay(exchange, first.answer);
      return;
    }
    await replays.ended(key, exchange.signal);
  }
  replays.begin(key, fingerprint);
  const recording = recordAnswer(response, replays);
  try {
    await handle(exchange);
  } catch (error) {
    await exchange.fail(error);
  } finally {
    const isToKeep = (status: number) => (exchange.hasFailed ? KEPT_FAILURES.has(status) : status === 200);
    replays.end(key, recording.finish(isToKeep));
  }
}

/** @throws {Refusal} for what is no key */
function readKey(header: string | readonly string[] | undefined): string {
  if (typeof header === "string" && KEY.test(header)) return header;
  const message = "idempotency-key: expected 1 to 255 visible ASCII characters without spaces, once";
  throw new Refusal("invalid_request", message, { field: "idempotency-key" });
}

function replay(exchange: Exchange, { status, contentType, headers, body }: KeptAnswer): void {
  if (exchange.isGone) return;
  exchange.begin(status, contentType, [...headers, "x-modelmall-cost-usd", "0", "idempotent-replayed", "true"]);
  exchange.end(body);
}

function reused(): Refusal {
  const message = "this idempotency-key came with another body before; take a new key for another request";
  return new Refusal("idempotency_key_reused", message, { field: "idempotency-key" });
}
