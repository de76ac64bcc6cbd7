import type { Backend, CallOptions } from "../backend.ts";
import { classify } from "../call-error/classify.ts";
import { CallError } from "../call-error.ts";
import type { ChatChunk, ChatRequest } from "../chat.ts";
import { costOf } from "../cost.ts";
import { usageOf } from "../dialect/usage.ts";
import type { Facts } from "../model.ts";
import type { ModerationRequest } from "../moderation.ts";
import { countTokens } from "../tokens.ts";
import type { Attempt, Cost, Usage } from "../usage.ts";
import { embedText } from "./fake/embed-text.ts";
import { flaggedBy, judgeText } from "./fake/judge-text.ts";
import { checkAborted, pause, realSleep, type Sleep } from "./fake/pause.ts";
import { choiceIn, type FakePlan, planOf, wordsOf } from "./fake/plan.ts";
import {
  answerOf,
  echo,
  type FakeAnswer,
  type FakeCall,
  type FakeFailure,
  type FakeScript,
  textOf,
} from "./fake/script.ts";

export { MOCK_MODELS, mockAnswer } from "./fake/mock-answer.ts";
export type { FakeAnswer, FakeCall, FakeFailure, FakeFault, FakeScript, FakeToolCall } from "./fake/script.ts";
export { badRequest, brokenServer, deadKey, echo, rateLimited } from "./fake/script.ts";

export interface FakeBackendOptions {
  /** @default "fake" */
  readonly name?: string;
  /** The models it lists. @default `["echo"]` */
  readonly models?: readonly string[];
  /** What is known of a model, for its price. */
  readonly facts?: (model: string) => Facts | undefined;
  /** Tells the time. @default the system's clock */
  readonly clock?: () => Date;
  /** How harmful a text is, from 0 to 1 by category; half is flagged. @default whatever category it names */
  readonly judge?: (text: string) => Readonly<Record<string, number>>;
  /** How it waits; tests pass one that does not. @default by the system's clock */
  readonly sleep?: Sleep;
}

/** A backend that answers as a script says, and remembers what it was asked. */
export interface FakeBackend extends Backend {
  readonly embed: NonNullable<Backend["embed"]>;
  readonly moderate: NonNullable<Backend["moderate"]>;
  readonly models: NonNullable<Backend["models"]>;
  readonly countTokens: NonNullable<Backend["countTokens"]>;
  /** The chat calls so far, oldest first. */
  readonly calls: readonly FakeCall[];
}

/** A backend without a provider: scripted answers, delays, refusals and faults, the same every time. */
export function fakeBackend(script: FakeScript = echo, options: FakeBackendOptions = {}): FakeBackend {
  const { name = "fake", models = ["echo"], facts = () => undefined } = options;
  const { clock = () => new Date(), sleep = realSleep, judge = judgeText } = options;
  const calls: FakeCall[] = [];

  /** The answer to a call, once it begins to come. */
  const begin = async (model: string, request: ChatRequest, callOptions: CallOptions, stream: boolean) => {
    const target = `${name}/${model}`;
    const startedAt = clock();
    const started = performance.now();
    checkAborted({ target, options: callOptions });
    const call: FakeCall = { number: calls.length, model, request, stream };
    calls.push(call);
    const answer = await answerOf(script, call);
    const context = { target, options: callOptions, sleep };
    await pause(answer.delayMs ?? 0, { ...context, isUnderWay: false });
    if (answer.failure !== undefined) throw refusal(answer.failure, target, clock());
    const plan = planOf(answer, call);
    const end = () => endOf({ target, model, startedAt, started, usage: plan.usage, facts: facts(model) });
    return { answer, plan, context, end };
  };

  /** What is told of a call beside chat, which is answered at once. */
  const beside = (model: string, texts: readonly string[], callOptions: CallOptions) => {
    const target = `${name}/${model}`;
    checkAborted({ target, options: callOptions });
    const usage = usageOf({ input: texts.reduce((sum, text) => sum + wordsOf(text).length, 0) });
    const startedAt = clock();
    const end = endOf({ target, model, startedAt, started: performance.now(), usage, facts: facts(model) });
    return { modelServed: model, usage, ...end, adaptations: [] };
  };

  return {
    name,
    calls,
    async generate(model, request, callOptions = {}) {
      const { answer, plan, context, end } = await begin(model, request, callOptions, false);
      if (answer.fault !== undefined) await goWrong(answer.fault.kind, { ...context, isUnderWay: false });
      const choice = choiceIn(plan);
      const { content, reasoning, toolCalls, finishReason, message } = choice;
      return {
        id: plan.id,
        modelServed: plan.modelServed,
        choices: [choice],
        ...(plan.usage !== undefined && { usage: plan.usage }),
        content,
        ...(reasoning !== undefined && { reasoning }),
        toolCalls,
        finishReason,
        message,
        ...end(),
        adaptations: [],
        raw: answer,
      };
    },
    async *stream(model, request, callOptions = {}) {
      const { answer, plan, context, end } = await begin(model, request, callOptions, true);
      const { fault, pieceDelayMs = 0 } = answer;
      let sent = 0;
      const started = performance.now();
      for (const chunk of chunksOf(plan)) {
        if (fault !== undefined && sent >= (fault.afterPieces ?? 1))
          await goWrong(fault.kind, { ...context, isUnderWay: sent > 0 });
        await pause(sent === 0 ? 0 : pieceDelayMs, { ...context, isUnderWay: sent > 0 });
        yield chunk;
        sent += 1;
      }
      checkAborted(context);
      if (fault !== undefined) await goWrong(fault.kind, { ...context, isUnderWay: true });
      const { finishReason, usage, id, modelServed } = plan;
      const firstContentMs = sent > 0 ? { firstContentMs: performance.now() - started } : undefined;
      yield {
        id,
        modelServed,
        finishReason,
        ...(usage !== undefined && { usage }),
        end: { ...end(), ...firstContentMs, adaptations: [] },
      };
    },
    async embed(model, { input, dimensions = 8 }, callOptions = {}) {
      const texts = typeof input === "string" ? [input] : input;
      const told = beside(model, texts, callOptions);
      return { embeddings: texts.map((text) => embedText(text, dimensions)), ...told };
    },
    async moderate(model, { input }, callOptions = {}) {
      const texts = textsToJudge(input);
      const told = beside(model, texts, callOptions);
      const results = texts.map((text) => {
        const scores = judge(text);
        const categories = flaggedBy(scores);
        return { flagged: Object.values(categories).includes(true), categories, scores };
      });
      return { results, ...told };
    },
    models: async () => [...models],
    countTokens: (model, request) => countTokens(request, { model, facts: facts(model) }),
    close: async () => undefined,
  };
}

/** The texts that are judged each for itself; of an image it sees that it is one. */
function textsToJudge(input: ModerationRequest["input"]): readonly string[] {
  if (typeof input === "string") return [input];
  if (input.every((item) => typeof item === "string")) return input;
  return [input.map((item) => (typeof item === "string" ? item : textOf([item]))).join(" ")];
}

/** The pieces of an answer in the order models send them: thinking, text, tool calls. */
function* chunksOf({ id, modelServed, reasoning, pieces, toolCalls }: FakePlan): Generator<ChatChunk> {
  const told = { id, modelServed };
  for (const piece of wordsOf(reasoning ?? "")) yield { ...told, reasoning: piece };
  for (const piece of pieces) yield { ...told, content: piece };
  for (const [index, { id: callId, function: called }] of toolCalls.entries()) {
    yield { ...told, toolCalls: [{ index, id: callId, name: called.name, arguments: "" }] };
    for (const piece of called.arguments.match(/.{1,16}/gsu) ?? [])
      yield { ...told, toolCalls: [{ index, arguments: piece }] };
  }
}

async function goWrong(
  kind: NonNullable<FakeAnswer["fault"]>["kind"],
  context: Parameters<typeof pause>[1],
): Promise<never> {
  const { target } = context;
  if (kind === "stall") await pause(undefined, context);
  const [code, message] =
    kind === "malformed"
      ? (["malformed_answer", "the answer is no JSON"] as const)
      : (["stream_truncated", "the stream ended before its end marker"] as const);
  throw new CallError(code, message, { fault: "target", retryable: true, target });
}

/** A refusal, judged as one that came over the wire. */
function refusal({ status = 500, code, message, retryAfterMs }: FakeFailure, target: string, now: Date): CallError {
  const error = { status, ...(code !== undefined && { code }), ...(message !== undefined && { message }) };
  const headers = retryAfterMs === undefined ? {} : { "retry-after-ms": String(retryAfterMs) };
  return classify(error, { target, status, headers, now, hasKey: true });
}

interface Ended {
  target: string;
  model: string;
  startedAt: Date;
  started: number;
  usage: Usage | undefined;
  facts: Facts | undefined;
}

function endOf({ target, model, startedAt, started, usage, facts }: Ended) {
  const latencyMs = performance.now() - started;
  const cost: Cost =
    usage === undefined
      ? { usd: null, reason: "the provider did not tell what was used" }
      : costOf(usage, facts?.pricing, { at: startedAt });
  const attempt: Attempt = {
    target,
    startedAt: startedAt.toISOString(),
    durationMs: latencyMs,
    outcome: "ok",
    ...(usage !== undefined && { usage }),
    cost,
  };
  return { cost, modelAsked: model, target, attempts: [attempt], latencyMs };
}
