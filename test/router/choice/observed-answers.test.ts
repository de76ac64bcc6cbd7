import { expect, it } from "vitest";
import { createAnswerMemory } from "../../../src/router/choice/observed-answers.ts";

const use = (totalOutput: number, cacheRead = 0) => ({ totalInput: 100, totalOutput, cacheRead });

it("begins with the first answer and moves slowly with each other", () => {
  const memory = createAnswerMemory();
  expect(memory.of("m", "b/a")).toBeUndefined();
  memory.observe("m", "b/a", use(100, 50));
  expect(memory.of("m", "b/a")).toEqual({ output: 100, cached: 0.5 });
  memory.observe("m", "b/a", use(200));
  expect(memory.of("m", "b/a")).toEqual({ output: 110, cached: 0.45 });
});

it("knows each target on each route by itself", () => {
  const memory = createAnswerMemory();
  memory.observe("m", "b/a", use(100));
  expect(memory.of("n", "b/a")).toBeUndefined();
  expect(memory.of("m", "b/c")).toBeUndefined();
});

it("counts one of several answers, and no input as nothing cached", () => {
  const memory = createAnswerMemory();
  memory.observe("m", "b/a", { totalInput: 0, totalOutput: 300, cacheRead: 0, answers: 3 });
  expect(memory.of("m", "b/a")).toEqual({ output: 100, cached: 0 });
});

it("leaves what was read before as it was", () => {
  const memory = createAnswerMemory();
  memory.observe("m", "b/a", use(100));
  const before = memory.of("m", "b/a");
  memory.observe("m", "b/a", use(900));
  expect(before?.output).toBe(100);
});

it("forgets the oldest of ten thousand", () => {
  const memory = createAnswerMemory();
  for (let route = 0; route <= 10_000; route++) memory.observe(`m-${route}`, "b/a", use(1));
  expect(memory.of("m-0", "b/a")).toBeUndefined();
  expect(memory.of("m-1", "b/a")).toBeDefined();
});
