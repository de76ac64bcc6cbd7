import assert from "node:assert/strict";
import type { Backend, CallOptions } from "../backend.ts";
import { badRequest, brokenServer, deadKey, type FakeAnswer, type FakeScript, rateLimited } from "../backends/fake.ts";
import type { ChatRequest } from "../chat.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { ASKED, all, checkRecord, fails, failsBothWays, joinCalls, type Tried } from "./backend-kit/checks.ts";
import type { ContractCase } from "./contract-case.ts";

/** A backend to be tried. */
export interface BackendUnderTest {
  readonly backend: Backend;
  /** The model to ask. @default "echo" */
  readonly model?: string;
  /** The keys it holds; none may stand in an error. */
  readonly keys?: readonly string[];
  /** Ends what stands behind it. */
  dispose?(): void | Promise<void>;
}

export interface BackendContractOptions {
  /** A new backend behind which the script answers, made for each case: `startFakeServer(script)` speaks the dialects. */
  make(script: FakeScript): BackendUnderTest | Promise<BackendUnderTest>;
  /** Cases that do not apply, by name, each with the reason. */
  skip?: Readonly<Record<string, string>>;
}

/** What every backend must keep to, as cases for any test runner: `for (const { name, run } of …) it(name, run)`. */
export function backendContract({ make, skip = {} }: BackendContractOptions): ContractCase[] {
  return CASES.map(({ name, script, check }) => ({
    name,
    async run() {
      const tried = await make(script);
      const { model = "echo" } = tried;
      try {
        await check({ ...tried, model });
      } finally {
        await tried.backend.close();
        await tried.dispose?.();
      }
    },
    ...(Object.hasOwn(skip, name) ? { skip: skip[name] ?? "" } : {}),
  }));
}

interface Case {
  name: string;
  script: FakeScript;
  check(tried: Tried): Promise<void>;
}

const TOOLS: ChatRequest = deepFreeze({
  ...ASKED,
  tools: [
    {
      type: "function",
      function: {
        name: "get_weather",
        description: "The weather of a place",
        parameters: { type: "object", properties: { place: { type: "string" } }, required: ["place"] },
      },
    },
  ],
});
const ANSWER: FakeAnswer = { text: "One two three four.", usage: { input: 11, output: 7 } };
const CALL: FakeAnswer = { toolCalls: [{ name: "get_weather", arguments: { place: 'São Paulo "☂"' } }] };
/** Longer than any case takes; whoever still waits then is not told to go on, but ended. */
const LONG_MS = 60_000;

const CASES: readonly Case[] = [
  {
    name: "answers with the text, a message to send back, why it ended, and what was used",
    script: ANSWER,
    async check({ backend, model }) {
      const reply = await backend.generate(model, ASKED);
      assert.equal(reply.content, ANSWER.text);
      assert.equal(reply.message.role, "assistant");
      assert.equal(reply.finishReason, "stop");
      assert.deepEqual([reply.usage?.totalInput, reply.usage?.totalOutput], [11, 7]);
      checkRecord(reply, backend, model);
    },
  },
  {
    name: "streams pieces that make the same answer, and tells of the call in the last one",
    script: ANSWER,
    async check({ backend, model }) {
      const chunks = await all(backend.stream(model, ASKED));
      const reply = await backend.generate(model, ASKED);
      assert.equal(chunks.map(({ content = "" }) => content).join(""), reply.content);
      assert.ok(chunks.length > 2, "the answer came in one piece");
      const last = chunks.at(-1);
      assert.equal(last?.finishReason, reply.finishReason);
      assert.deepEqual(last?.usage, reply.usage);
      assert.ok(last?.end !== undefined, "the last chunk has no end");
      assert.equal(chunks.filter(({ end }) => end !== undefined).length, 1);
      checkRecord({ ...last.end, ...(last.usage && { usage: last.usage }) }, backend, model);
    },
  },
  {
    name: "gives the tool calls of an answer, the same whole and streamed",
    script: CALL,
    async check({ backend, model }) {
      const reply = await backend.generate(model, TOOLS);
      assert.equal(reply.finishReason, "tool_calls");
      const called = reply.toolCalls.map(({ function: { name, arguments: text } }) => [name, JSON.parse(text)]);
      assert.deepEqual(called, [["get_weather", CALL.toolCalls?.[0]?.arguments]]);
      assert.ok(
        reply.toolCalls.every(({ id }) => id !== ""),
        "a tool call without an id",
      );
      const streamed = joinCalls(await all(backend.stream(model, TOOLS)));
      assert.deepEqual(
        streamed.map(([name, text]) => [name, JSON.parse(text)]),
        called,
      );
    },
  },
  {
    name: "keeps thinking apart from the answer",
    script: { text: "Four.", reasoning: "Two and two." },
    async check({ backend, model }) {
      const reply = await backend.generate(model, ASKED);
      assert.deepEqual([reply.reasoning, reply.content], ["Two and two.", "Four."]);
      const chunks = await all(backend.stream(model, ASKED));
      assert.equal(chunks.map(({ reasoning = "" }) => reasoning).join(""), "Two and two.");
      assert.equal(chunks.map(({ content = "" }) => content).join(""), "Four.");
    },
  },
  {
    name: "sends nothing when it is aborted before the call",
    script: ANSWER,
    async check(tried) {
      const signal = AbortSignal.abort();
      await failsBothWays(tried, { code: "aborted", fault: "caller", retryable: false }, { signal });
    },
  },
  {
    name: "ends at once when it is aborted while it waits",
    script: { ...ANSWER, delayMs: LONG_MS },
    async check(tried) {
      const { backend, model } = tried;
      for (const call of [
        (options: CallOptions) => backend.generate(model, ASKED, options),
        (options: CallOptions) => all(backend.stream(model, ASKED, options)),
      ]) {
        const controller = new AbortController();
        const answer = call({ signal: controller.signal });
        setImmediate(() => controller.abort());
        await fails(tried, () => answer, { code: "aborted", fault: "caller", retryable: false });
      }
    },
  },
  {
    name: "ends at once when it is aborted after the first piece",
    script: { ...ANSWER, pieceDelayMs: LONG_MS },
    async check(tried) {
      const controller = new AbortController();
      const read = async () => {
        for await (const { content = "" } of tried.backend.stream(tried.model, ASKED, { signal: controller.signal }))
          if (content !== "") controller.abort();
      };
      await fails(tried, read, { code: "aborted", fault: "caller", retryable: false });
    },
  },
  {
    name: "lets go when the reader leaves a stream",
    script: { ...ANSWER, pieceDelayMs: LONG_MS },
    async check({ backend, model }) {
      for await (const { content = "" } of backend.stream(model, ASKED)) if (content !== "") break;
      await backend.close();
    },
  },
  {
    name: "says of a 400 that the request is at fault, and not to try again",
    script: badRequest(),
    check: (tried) =>
      failsBothWays(tried, { code: "invalid_request", fault: "request", retryable: false, status: 400 }),
  },
  {
    name: "says of a 401 that the key is at fault, and not to try again",
    script: deadKey(),
    check: (tried) => failsBothWays(tried, { code: "invalid_key", fault: "credential", retryable: false, status: 401 }),
  },
  {
    name: "says of a 429 when to try again",
    script: rateLimited(1_500),
    check: (tried) =>
      failsBothWays(
        tried,
        { code: "rate_limited", fault: "target", retryable: true, status: 429 },
        {},
        ({ retryAfterMs }) =>
          assert.ok(retryAfterMs === 1_500 || retryAfterMs === 2_000, `retryAfterMs is ${retryAfterMs}`),
      ),
  },
  {
    name: "says of a 500 that the target may do better later",
    script: brokenServer(),
    check: (tried) => failsBothWays(tried, { code: "server_error", fault: "target", retryable: true, status: 500 }),
  },
  {
    name: "fails when a stream is cut before its end",
    script: { ...ANSWER, fault: { kind: "cut", afterPieces: 2 } },
    check: (tried) =>
      fails(tried, () => all(tried.backend.stream(tried.model, ASKED)), {
        code: "stream_truncated",
        fault: "target",
        retryable: true,
      }),
  },
  {
    name: "fails when a stream is cut after its last piece, before its end marker",
    script: { ...ANSWER, fault: { kind: "cut", afterPieces: 100 } },
    check: (tried) =>
      fails(tried, () => all(tried.backend.stream(tried.model, ASKED)), {
        code: "stream_truncated",
        fault: "target",
        retryable: true,
      }),
  },
  {
    name: "fails when an answer that comes whole is cut",
    script: { ...ANSWER, fault: { kind: "cut" } },
    check: (tried) =>
      fails(tried, () => tried.backend.generate(tried.model, ASKED), { fault: "target", retryable: true }),
  },
  {
    name: "fails when a stream goes on in something else",
    script: { ...ANSWER, fault: { kind: "malformed", afterPieces: 1 } },
    check: (tried) =>
      fails(tried, () => all(tried.backend.stream(tried.model, ASKED)), { code: "malformed_answer", fault: "target" }),
  },
  {
    name: "does not wait longer than it is told for the first content",
    script: { ...ANSWER, fault: { kind: "stall", afterPieces: 0 } },
    check: (tried) =>
      fails(tried, () => all(tried.backend.stream(tried.model, ASKED, { timeouts: { firstContentMs: 50 } })), {
        code: "first_content_timeout",
        fault: "target",
        retryable: true,
      }),
  },
  {
    name: "does not wait longer than it is told between two pieces",
    script: { ...ANSWER, fault: { kind: "stall", afterPieces: 1 } },
    check: (tried) =>
      fails(tried, () => all(tried.backend.stream(tried.model, ASKED, { timeouts: { idleMs: 50 } })), {
        code: "idle_timeout",
        fault: "target",
        retryable: true,
      }),
  },
  {
    name: "judges each text for itself, where it can moderate, and tells of the call",
    script: ANSWER,
    async check({ backend, model }) {
      const reply = await backend.moderate?.(model, { input: ["a nice day", "violence and hate"] });
      if (reply === undefined) return;
      assert.equal(reply.results.length, 2);
      for (const { flagged, categories, scores } of reply.results) {
        assert.ok(flagged === undefined || typeof flagged === "boolean", "flagged is neither told nor left out");
        assert.ok(
          Object.values(categories).every((value) => value === null || typeof value === "boolean"),
          "a category is neither flagged, nor not, nor unknown",
        );
        assert.ok(
          Object.values(scores).every((score) => score >= 0 && score <= 1),
          "a score is not from 0 to 1",
        );
      }
      checkRecord(reply, backend, model);
    },
  },
  {
    name: "does not change what it is given",
    script: ANSWER,
    async check({ backend, model }) {
      const given = structuredClone(TOOLS);
      await backend.generate(model, given);
      await all(backend.stream(model, given));
      assert.deepEqual(given, TOOLS);
    },
  },
];
