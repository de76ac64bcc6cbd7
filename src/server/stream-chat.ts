import type { RouterCallOptions, Serving } from "../router.ts";
import type { ServedCall, ServedDialect, StreamEncoder } from "../served-dialect.ts";
import type { Exchange } from "./exchange.ts";
import { headerText, passedOverHeader } from "./reply-headers.ts";
import { StreamWriter } from "./stream-writer.ts";

const TYPES = { sse: "text/event-stream; charset=utf-8", ndjson: "application/x-ndjson" } as const;

/**
 * Writes an answer as it comes. Nothing is sent before its first content, so that what goes wrong until then has a status
 * of its own; after it, one event says so, and no end marker follows.
 */
export async function streamChat(
  exchange: Exchange,
  dialect: ServedDialect,
  call: ServedCall,
  options: RouterCallOptions,
): Promise<void> {
  const { parts, response } = exchange;
  let serving: Serving | undefined;
  const onServing = (told: Serving) => {
    serving = told;
  };
  const chunks = parts.router
    .stream(call.model, call.request, { ...options, onServing, raw: dialect.name })
    [Symbol.asyncIterator]();
  const writer = new StreamWriter(response);
  let encoder: StreamEncoder | undefined;
  try {
    for (;;) {
      const { done, value } = await chunks.next();
      if (exchange.isGone) return;
      if (done) break;
      encoder ??= dialect.createStreamEncoder(told(call, dialect, serving));
      const text = encoder.push(value);
      if (text === "") continue;
      if (!response.headersSent) exchange.begin(200, TYPES[dialect.framing], streamHeaders(serving));
      writer.add(text);
      if (response.writableNeedDrain) await drained(exchange);
      if (exchange.isGone) return;
    }
    if (!response.headersSent) exchange.begin(200, TYPES[dialect.framing], streamHeaders(serving));
    exchange.end(writer.take());
  } catch (error) {
    if (exchange.isGone) return;
    if (!response.headersSent || encoder === undefined) throw error;
    exchange.end(writer.take() + encoder.fail(exchange.judge(error).error));
  } finally {
    // Who is gone wants no more of it; a stream that has ended takes no notice.
    chunks.return?.()?.then(undefined, () => undefined);
  }
}

function told(call: ServedCall, { tellsInputFirst }: ServedDialect, serving: Serving | undefined): ServedCall {
  return tellsInputFirst && serving !== undefined ? { ...call, inputTokens: serving.inputTokens } : call;
}

function streamHeaders(serving: Serving | undefined): string[] {
  const headers = ["cache-control", "no-cache", "x-accel-buffering", "no"];
  if (serving !== undefined) {
    headers.push("x-modelmall-target", headerText(serving.target), "x-modelmall-attempts", String(serving.attempts));
    if (serving.passedOver.length > 0) headers.push(...passedOverHeader(serving.passedOver));
  }
  return headers;
}

/** Waits until the client has read what was written, or is gone; one that reads nothing for too long is let go. */
function drained({ response, parts }: Exchange): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      response.off("drain", end);
      response.off("close", end);
      resolve();
    };
    const cancel = parts.clock.after(parts.unreadMs, () => response.destroy());
    response.on("drain", end);
    response.on("close", end);
  });
}
