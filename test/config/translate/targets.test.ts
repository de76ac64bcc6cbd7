import { expect, it } from "vitest";
import { translated } from "../../support/translated.ts";

it("a target may hold a * where the name of its model does", async () => {
  const { config, said } = await translated(
    'models: { "claude-*": { backend: anthropic/claude-*, fallback: openrouter/anthropic/* } }',
  );
  expect(said).toEqual([]);
  expect(config.models.get("claude-*")?.targets[0]?.target).toBe("anthropic/claude-*");
});

it("a target with a * in a model without one is an error at its place, also in a fall-back", async () => {
  const { said } = await translated(
    "models: { a: openai/*, b: { backend: [openai/x, { target: groq/* }], fallback: [openai/gpt-*] } }",
  );
  const rest = 'holds a "*", which only stands for something in a model whose name holds one';
  expect(said).toEqual([
    `error modelmall.yaml:1:14 models.a: "openai/*" ${rest}`,
    `error modelmall.yaml:1:49 models.b.backend[1]: "groq/*" ${rest}`,
    `error modelmall.yaml:1:81 models.b.fallback[0]: "openai/gpt-*" ${rest}`,
  ]);
});

it("a fall-back holds one * at most", async () => {
  const { said } = await translated('models: { "a-*": { backend: openai/a-*, fallback: ["openai/*-*"] } }');
  expect(said).toEqual(['error modelmall.yaml:1:52 models.a-*.fallback[0]: "openai/*-*" holds more than one "*"']);
});

it("the name of an exposed model in a fall-back calls no backend into being, however it looks", async () => {
  const { config } = await translated(
    "models: { groq/llama: openai/x, b: { backend: openai/y, fallback: groq/llama } }",
  );
  expect([...config.backends.keys()]).toEqual(["openai"]);
});
