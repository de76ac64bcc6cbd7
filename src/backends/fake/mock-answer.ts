import { brokenServer, deadKey, echo, type FakeAnswer, type FakeCall, rateLimited } from "./script.ts";

/** The models of the provider `mock`: each shows one thing that happens with real ones. */
export const MOCK_MODELS: Readonly<Record<string, { what: string; answer: (call: FakeCall) => FakeAnswer }>> = {
  echo: { what: "says what the user said last", answer: echo },
  slow: {
    what: "the same, in a stream a word every 200 ms",
    answer: (call) => ({ ...echo(call), delayMs: 200, pieceDelayMs: 200 }),
  },
  thinker: {
    what: "thinks before it says the same",
    answer: (call) => ({ ...echo(call), reasoning: "The user said something. I say it again." }),
  },
  "rate-limited": { what: "refuses with 429 and 2 s to wait", answer: () => rateLimited(2_000) },
  "dead-key": { what: "refuses every key with 401", answer: deadKey },
  broken: { what: "fails with 500", answer: brokenServer },
  cut: {
    what: "ends in the middle of the answer",
    answer: (call) => ({ ...echo(call), fault: { kind: "cut" } }),
  },
  stalled: {
    what: "stops in the middle of the answer without ending it",
    answer: (call) => ({ ...echo(call), fault: { kind: "stall" } }),
  },
  malformed: {
    what: "goes on in something that is no JSON",
    answer: (call) => ({ ...echo(call), fault: { kind: "malformed" } }),
  },
};

/** What a model of the provider `mock` answers; a model it does not know is not found. */
export function mockAnswer(call: FakeCall): FakeAnswer {
  if (Object.hasOwn(MOCK_MODELS, call.model)) return MOCK_MODELS[call.model]?.answer(call) ?? {};
  const message = `the model "${call.model}" does not exist; there are ${Object.keys(MOCK_MODELS).join(", ")}`;
  return { failure: { status: 404, code: "model_not_found", message } };
}
