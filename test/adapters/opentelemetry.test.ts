import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Context,
  type ContextManager,
  context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { traceRouter } from "../../src/adapters/opentelemetry.ts";
import type { AttemptEvent } from "../../src/attempt.ts";
import { brokenServer } from "../../src/backends/fake.ts";
import type { Router } from "../../src/router.ts";
import { allOf, aModel } from "./support/a-model.ts";

const exporter = new InMemorySpanExporter();
const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });

/** What `@opentelemetry/context-async-hooks` does. */
function asyncContexts(): ContextManager {
  const storage = new AsyncLocalStorage<Context>();
  return {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, run, that, ...args) => storage.run(active, () => run.call(that as never, ...args)),
    bind: (_active, target) => target,
    enable() {
      return this;
    },
    disable() {
      return this;
    },
  };
}

beforeEach(() => {
  context.setGlobalContextManager(asyncContexts());
});

afterEach(() => {
  exporter.reset();
  context.disable();
});

const millis = ([seconds, nanos]: readonly [number, number]) => seconds * 1_000 + nanos / 1e6;

/** The span made of an attempt. */
function spanOf(fields: Partial<AttemptEvent>) {
  const listeners: ((attempt: AttemptEvent) => void)[] = [];
  const router = {
    onAttempt(listener: (attempt: AttemptEvent) => void) {
      listeners.push(listener);
      return () => undefined;
    },
  };
  traceRouter(router as Pick<Router, "onAttempt">, { tracerProvider });
  const place = {
    id: "c-1",
    call: "c",
    number: 1,
    kind: "generate",
    reason: "first",
    tags: [],
    isFinal: true,
  } as const;
  const route = {
    asked: "fast",
    route: "m",
    strategy: "cost",
    backend: "a",
    provider: "openai",
    model: "gpt-4o",
    target: "a/gpt-4o",
  };
  listeners[0]?.({
    ...place,
    ...route,
    startedAt: "2026-01-02T03:04:05.006Z",
    durationMs: 12.5,
    outcome: "ok",
    ...fields,
  });
  const span = exporter.getFinishedSpans().at(-1);
  if (span === undefined) throw new Error("there is no span");
  return span;
}

describe("a span", () => {
  it("has the attempt's name, kind, and its real times", () => {
    const span = spanOf({});
    expect(span.name).toBe("chat gpt-4o");
    expect(span.kind).toBe(SpanKind.CLIENT);
    expect(millis(span.startTime)).toBe(Date.parse("2026-01-02T03:04:05.006Z"));
    expect(millis(span.endTime) - millis(span.startTime)).toBeCloseTo(12.5, 2);
    expect(span.status.code).toBe(SpanStatusCode.UNSET);
    expect(span.instrumentationScope.name).toBe("modelmall");
  });

  it("speaks by the conventions for generative AI, and says nothing that is unknown", () => {
    expect(spanOf({}).attributes).toEqual({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o",
      "modelmall.asked": "fast",
      "modelmall.route": "m",
      "modelmall.strategy": "cost",
      "modelmall.target": "a/gpt-4o",
      "modelmall.call": "c",
      "modelmall.attempt.number": 1,
      "modelmall.attempt.reason": "first",
      "modelmall.attempt.outcome": "ok",
      "modelmall.attempt.final": true,
    });
  });

  it("tells what was used and spent, exactly, and how the answer came", () => {
    const parts = { input: 80, output: 12, cacheRead: 15, cacheWrite: 3, cacheWrite1h: 2, reasoning: 8 };
    const none = { audioInput: 0, audioOutput: 0, audioCacheRead: 0, imageInput: 0, imageOutput: 0 };
    const { attributes } = spanOf({
      kind: "stream",
      modelServed: "gpt-4o-2026",
      finishReason: "stop",
      firstContentMs: 250,
      key: "key 2 of 3",
      caller: "anna",
      tags: ["a"],
      usage: { ...parts, ...none, totalInput: 100, totalOutput: 20 },
      cost: { usd: "0.000000000001", picoUsd: 1n, basis: "computed", parts: [] },
    });
    expect(attributes).toMatchObject({
      "gen_ai.request.stream": true,
      "gen_ai.response.model": "gpt-4o-2026",
      "gen_ai.response.finish_reasons": ["stop"],
      "gen_ai.response.time_to_first_chunk": 0.25,
      "gen_ai.usage.input_tokens": 100,
      "gen_ai.usage.output_tokens": 20,
      "gen_ai.usage.cache_read.input_tokens": 15,
      "gen_ai.usage.cache_creation.input_tokens": 5,
      "gen_ai.usage.reasoning.output_tokens": 8,
      "modelmall.cost.usd": "0.000000000001",
      "modelmall.key": "key 2 of 3",
      "modelmall.caller": "anna",
      "modelmall.tags": ["a"],
    });
    expect(spanOf({ cost: { usd: null, reason: "no price" } }).attributes).not.toHaveProperty("modelmall.cost.usd");
  });

  it("is an error where the attempt failed, by its code, and none where the caller left", () => {
    const failed = spanOf({ outcome: "failed", code: "server_error", status: 503 });
    expect(failed.status.code).toBe(SpanStatusCode.ERROR);
    expect(failed.attributes).toMatchObject({ "error.type": "server_error", "http.response.status_code": 503 });
    const aborted = spanOf({ outcome: "aborted", code: "aborted" });
    expect(aborted.status.code).toBe(SpanStatusCode.UNSET);
    expect(aborted.attributes).toMatchObject({ "error.type": "aborted" });
  });

  it.each([
    ["google", "gcp.gemini"],
    ["azure", "azure.ai.openai"],
    ["bedrock", "aws.bedrock"],
    ["mistral", "mistral_ai"],
    ["xai", "x_ai"],
    ["openrouter", "openrouter"],
  ])("calls %s %s", (provider, expected) => {
    expect(spanOf({ provider }).attributes["gen_ai.provider.name"]).toBe(expected);
  });

  it("names an embedding one, and one that moderates", () => {
    expect(spanOf({ kind: "embed", model: "e" }).name).toBe("embeddings e");
    expect(spanOf({ kind: "moderate", model: "e" }).name).toBe("moderation e");
  });
});

describe("traceRouter", () => {
  it("makes a span of each attempt under the span that was active at the call, with nothing that was said", async () => {
    const { router } = await aModel({
      a: { failure: { status: 500, message: "you said SECRET" } },
      b: { text: "SECRET" },
    });
    traceRouter(router, { tracerProvider });
    const tracer = tracerProvider.getTracer("test");
    const messages = [{ role: "user", content: "SECRET" }] as const;
    for (const call of [() => router.generate("m", { messages }), () => allOf(router.stream("m", { messages }))]) {
      exporter.reset();
      const parent = tracer.startSpan("parent");
      await context.with(trace.setSpan(context.active(), parent), call);
      const spans = exporter.getFinishedSpans();
      expect(spans.at(-1)?.attributes).toMatchObject({
        "modelmall.target": "b/x",
        "modelmall.attempt.reason": "next_target",
      });
      expect(spans.length).toBeGreaterThanOrEqual(2);
      for (const span of spans) expect(span.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
      expect(
        JSON.stringify(spans.map(({ name, attributes, status, events }) => ({ name, attributes, status, events }))),
      ).not.toMatch(/SECRET|"k"/);
    }
  });

  it("ends when it is told to", async () => {
    const { model, router } = await aModel({ a: brokenServer(), b: {} });
    traceRouter(router, { tracerProvider })();
    await model.invoke("hello");
    expect(exporter.getFinishedSpans()).toEqual([]);
  });

  it("asks for the registered provider only when there is something to tell", async () => {
    const { model, router } = await aModel({ a: {} });
    traceRouter(router);
    trace.setGlobalTracerProvider(tracerProvider);
    try {
      await model.invoke("hello");
      expect(exporter.getFinishedSpans()).toHaveLength(1);
    } finally {
      trace.disable();
    }
  });
});
