import assert from "node:assert/strict";
import type { Backend, CallOptions } from "../../backend.ts";
import { CallError } from "../../call-error.ts";
import type { ChatChunk, ChatReply, ChatRequest } from "../../chat.ts";
import type { Usage } from "../../usage.ts";

/** A backend under test, with the model that is asked and the keys that no error may show. */
export interface Tried {
  readonly backend: Backend;
  readonly model: string;
  readonly keys?: readonly string[];
}

/** What is asked where it does not matter. */
export const ASKED: ChatRequest = { messages: [{ role: "user", content: "Say one two three four." }] };

/** Every chunk of a stream. */
export async function all(stream: AsyncIterable<ChatChunk>): Promise<ChatChunk[]> {
  const chunks: ChatChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

/** The tool calls of a stream, each by name with its arguments as text. */
export function joinCalls(chunks: readonly ChatChunk[]): [name: string, text: string][] {
  const calls = new Map<number, [string, string]>();
  for (const { toolCalls = [] } of chunks)
    for (const { index, name = "", arguments: text = "" } of toolCalls) {
      const [known, before] = calls.get(index) ?? ["", ""];
      calls.set(index, [known === "" ? name : known, before + text]);
    }
  return [...calls.values()];
}

/** What a reply, or the end of a stream, tells of its call. */
export type Told = Pick<ChatReply, "cost" | "modelAsked" | "target" | "attempts" | "latencyMs" | "adaptations"> & {
  usage?: Usage;
};

/** Whether a reply tells of its call: target, exact or explained cost, one attempt, parts of the usage that sum. */
export function checkRecord(
  { cost, modelAsked, target, attempts, latencyMs, adaptations, usage }: Told,
  { name }: Backend,
  model: string,
): void {
  assert.equal(modelAsked, model);
  assert.equal(target, `${name}/${model}`);
  assert.ok(
    cost.usd === null ? cost.reason !== "" : /^\d+(\.\d+)?$/.test(cost.usd),
    "the cost is neither exact nor explained",
  );
  assert.deepEqual(
    attempts.map(({ target: tried, outcome }) => [tried, outcome]),
    [[target, "ok"]],
  );
  assert.ok(!Number.isNaN(Date.parse(attempts[0]?.startedAt ?? "")), "the attempt has no time");
  assert.ok(latencyMs >= 0 && Array.isArray(adaptations));
  if (usage === undefined) return;
  const { input, cacheRead, cacheWrite, cacheWrite1h, audioInput, audioCacheRead, imageInput, totalInput } = usage;
  const parts = [input, cacheRead, cacheWrite, cacheWrite1h, audioInput, audioCacheRead, imageInput];
  assert.equal(
    parts.reduce((sum, part) => sum + part),
    totalInput,
  );
  const { output, reasoning, audioOutput, imageOutput, totalOutput } = usage;
  assert.equal(output + reasoning + audioOutput + imageOutput, totalOutput);
}

/** What an error must say. */
export type Expected = Partial<Pick<CallError, "code" | "fault" | "retryable" | "status">>;

/** Whether a call fails as expected, whole and streamed. */
export async function failsBothWays(
  tried: Tried,
  expected: Expected,
  options: CallOptions = {},
  also: (error: CallError) => void = () => undefined,
): Promise<void> {
  const { backend, model } = tried;
  await fails(tried, () => backend.generate(model, ASKED, options), expected, also);
  await fails(tried, () => all(backend.stream(model, ASKED, options)), expected, also);
}

/** Longer than any case of the kit takes; who waits longer has not heard that it is over. */
const PATIENCE_MS = 3_000;

async function soon(answer: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the call has not ended within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether a call fails with an error that says what is expected, names its target and shows no key. */
export async function fails(
  { backend, model, keys = [] }: Tried,
  call: () => Promise<unknown>,
  expected: Expected,
  also: (error: CallError) => void = () => undefined,
): Promise<void> {
  await assert.rejects(soon(call()), (error) => {
    assert.ok(error instanceof CallError, `expected a CallError, got ${String(error)}`);
    const { code, fault, retryable, status } = error;
    const told = { code, fault, retryable, status };
    for (const [name, value] of Object.entries(expected))
      assert.equal(told[name as keyof Expected], value, `${name} of "${error.message}"`);
    assert.equal(error.target, `${backend.name}/${model}`);
    assert.ok(
      error.message.startsWith(`${backend.name}/${model}: `),
      `"${error.message}" does not begin with its target`,
    );
    const shown = `${error.message} ${error.providerMessage} ${error.stack} ${String(error.cause)}`;
    for (const key of keys) assert.ok(!shown.includes(key), "the error shows a key");
    also(error);
    return true;
  });
}
