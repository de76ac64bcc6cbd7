import { inspect } from "node:util";
import { expect, test } from "vitest";
import { formatProblem } from "../../src/config/problem.ts";
import { validate } from "../../src/config/validate.ts";
import { Secret } from "../../src/util/secret.ts";
import { validated } from "../support/validated.ts";

const linesOf = async (text: string, options = {}) => (await validated(text, options)).problems.map(formatProblem);

test("a key nobody knows is told with its place and the key that was meant", async () => {
  const text = `
models:
  gpt-4: openai/gpt-4
  creative-writer:
    backend: anthropic/claude-3-opus
    temprature: 0.9
`;
  expect(await linesOf(text)).toEqual([
    "modelmall.yaml:6:5 models.creative-writer.temprature: unknown key; did you mean parameters.temperature?",
  ]);
});

test("everything that is wrong is told at once, in the order of the file", async () => {
  const text = `version: 2
models:
  chat:
    backend: [openai/gpt-4o, { weight: -1 }]
    parameters: { temperature: hot }
    timeout: soon
  "two words": openai/gpt-4o
backends:
  lab: { provider: custom }
  open ai: { api_keys: [] }
colour: blue
`;
  expect(await linesOf(text)).toEqual([
    "modelmall.yaml:1:10 version: expected 1, the only version there is, got 2",
    "modelmall.yaml:4:30 models.chat.backend[1].target: missing; expected backend/model-id, such as openai/gpt-4",
    "modelmall.yaml:4:40 models.chat.backend[1].weight: expected a number from 0, got -1",
    'modelmall.yaml:5:32 models.chat.parameters.temperature: expected a number from 0 to 2, got "hot"',
    'modelmall.yaml:6:14 models.chat.timeout: expected a duration over 0, such as 500ms, 30s, 2m, 1h, or a number of seconds, got "soon"',
    'modelmall.yaml:7:3 models."two words": expected a name of 1 to 256 characters without spaces and with at most one "*"',
    "modelmall.yaml:9:3 backends.lab.base_url: missing; a custom provider needs its address, such as http://localhost:8000/v1",
    'modelmall.yaml:10:3 backends."open ai": expected a name of letters, digits, "-", "_" and "."',
    'modelmall.yaml:10:24 backends."open ai".api_keys: expected a list with at least one key, got an empty list',
    "modelmall.yaml:11:1 colour: unknown key; expected version, include, pricing_unit, models, backends, model_defaults, fallback_providers, groups, strategies, router",
  ]);
});

test("a sound config comes back as it stands, without the keys that begin with x-", async () => {
  const text = "x-defaults: &d { seed: 1 }\nmodels: { chat: { backend: openai/gpt-4o, parameters: *d } }";
  expect(await validated(text)).toEqual({
    value: { models: { chat: { backend: "openai/gpt-4o", parameters: { seed: 1 } } } },
    problems: [],
    wrong: [],
  });
});

test("a key that begins with x- is ignored at the top only", async () => {
  expect(await linesOf("models: { chat: { backend: openai/gpt-4o, x-note: hi } }")).toEqual([
    expect.stringContaining("models.chat.x-note: unknown key"),
  ]);
});

test.each([
  ["a list", ["gpt-4"], "expected an object with models and backends, got a list"],
  ["a text", "gpt-4", 'expected an object with models and backends, got "gpt-4"'],
])("a file that is %s is refused in one sentence", (_, value, message) => {
  const at = { file: "modelmall.yaml", line: 1, column: 1 };
  const raw = { value, files: ["modelmall.yaml"], problems: [], locate: () => at, isPlain: () => true };
  expect(validate(raw).problems).toEqual([{ severity: "error", code: "invalid_value", path: "", message, at }]);
});

test("a file without models and backends is refused, with what writes a first one", async () => {
  expect(await linesOf("version: 1\n")).toEqual([
    expect.stringMatching(/expected models, backends or both; modelmall config init writes a file to begin with$/),
  ]);
});

test("what an unset variable left out is no second complaint", async () => {
  const text = `
models:
  chat:
    backend: [{ weight: 2 }]
    budget: { per: day }
  empty: { backend: [] }
backends:
  lab: { provider: custom }
strategies: { mine: {} }
`;
  const unset = [
    ["models", "chat", "backend", 0, "backend"],
    ["models", "chat", "budget", "amount"],
    ["models", "empty", "backend", 0],
    ["backends", "lab", "base_url"],
    ["strategies", "mine", "cost"],
  ];
  const { value, problems } = await validated(text, { unset });
  expect(problems).toEqual([]);
  expect(value?.backends).toEqual({ lab: { provider: "custom" } });
  expect((await validated(text)).problems.map(({ path }) => path)).toEqual([
    "models.chat.backend[0].target",
    "models.chat.budget.amount",
    "models.empty.backend",
    "backends.lab.base_url",
    "strategies.mine",
  ]);
});

test("an unset variable excuses its own absence only", async () => {
  const text = "backends: { lab: { provider: custom } }";
  expect(await linesOf(text, { unset: [["backends", "lab", "api_key"]] })).toEqual([
    expect.stringContaining("backends.lab.base_url: missing"),
  ]);
});

test("a value that a variable gave is not quoted", async () => {
  const text = "models: { chat: { backend: openai/gpt-4o, timeout: hunter2, context_window: hunter2, strategy: 7 } }";
  const lines = await linesOf(text, { fromVariable: () => true });
  expect(lines).toHaveLength(3);
  expect(lines.join("\n")).not.toContain("hunter2");
  expect(lines[0]).toMatch(/expected .*, which the variable here does not hold$/);
});

test("no message shows a secret, whether it is wrapped, plain, or in the wrong place", async () => {
  const secret = "sk-proj-abcdefgh12345678";
  const value = {
    models: { chat: new Secret(secret), other: { backend: secret, strategy: [secret], timeout: secret } },
    backends: {
      a: { provider: new Secret(secret), api_key: { value: secret }, headers: { authorization: [secret] } },
      b: { api_keys: [{ key: secret }, 12_345_678], headers: secret, rate_limits: new Secret(secret) },
      c: new Secret(secret),
    },
  };
  const { problems } = validate({ value, files: [], problems: [], locate: () => undefined, isPlain: () => true });
  expect(problems.length).toBe(9);
  expect(inspect(problems)).not.toMatch(/abcdefgh|12345678/);
});

test("a file with thousands of faults is refused with the first hundred, and says that there is more", () => {
  const models = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`m${index}`, { nonsense: index }]));
  const raw = { value: { models }, files: [], problems: [], locate: () => undefined, isPlain: () => true };
  const { value, problems } = validate(raw);
  expect(value).toBeUndefined();
  expect(problems).toHaveLength(101);
  expect(problems.at(-1)).toMatchObject({
    code: "too_many_problems",
    message: expect.stringMatching(/^there is more/),
  });
});
