import { type Context, context, SpanKind, SpanStatusCode, type TracerProvider, trace } from "@opentelemetry/api";
import type { AttemptEvent } from "../attempt.ts";
import type { Router } from "../router.ts";
import { attributesOf, operationOf } from "./opentelemetry/attributes.ts";

export interface TraceRouterOptions {
  /** @default the one registered with `@opentelemetry/api` */
  readonly tracerProvider?: TracerProvider;
}

/**
 * Makes a span of every attempt, with the times it really began and ended, as a child of whatever span is active where
 * the call was made. It tells who was asked, why, and what was used and spent, by the conventions for generative AI;
 * never what was said, nor a key. What comes back ends it.
 *
 * ```ts
 * const stop = traceRouter(router);
 * ```
 */
export function traceRouter(
  router: Pick<Router, "onAttempt">,
  { tracerProvider }: TraceRouterOptions = {},
): () => void {
  // Asked for at the first attempt: a provider may be registered after the router was made.
  let tracer: ReturnType<TracerProvider["getTracer"]> | undefined;
  return router.onAttempt((attempt) => {
    tracer ??= (tracerProvider ?? trace.getTracerProvider()).getTracer("modelmall");
    recordSpan(tracer, attempt, context.active());
  });
}

function recordSpan(tracer: ReturnType<TracerProvider["getTracer"]>, attempt: AttemptEvent, parent: Context): void {
  const startTime = Date.parse(attempt.startedAt);
  const name = `${operationOf(attempt.kind)} ${attempt.model}`;
  const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, startTime, attributes: attributesOf(attempt) }, parent);
  // An abort is nobody's failure; and of a failure no more than its code, for providers quote what was said.
  if (attempt.outcome === "failed") span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(startTime + attempt.durationMs);
}
