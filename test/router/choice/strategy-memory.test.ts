import { describe, expect, it } from "vitest";
import { createStrategyMemory } from "../../../src/router/choice/strategy-memory.ts";

describe("what a strategy keeps in mind", () => {
  it("is its own for each route, and stays from call to call", () => {
    const memory = createStrategyMemory();
    memory.of("m", "round_robin", false).set("b/a", 1);
    expect(memory.of("m", "round_robin", false).get("b/a")).toBe(1);
    expect(memory.of("n", "round_robin", false).size).toBe(0);
    expect(memory.of("m", "mine", false).size).toBe(0);
  });

  it("is a copy for those who only look, and a look leaves nothing behind", () => {
    const memory = createStrategyMemory();
    memory.of("m", "round_robin", false).set("b/a", 1);
    const copy = memory.of("m", "round_robin", true);
    expect(copy.get("b/a")).toBe(1);
    copy.set("b/a", 2);
    expect(memory.of("m", "round_robin", false).get("b/a")).toBe(1);
  });

  it("is forgotten of the route not used for longest, beyond a thousand", () => {
    const memory = createStrategyMemory();
    for (let route = 0; route < 1_000; route++) memory.of(`m-${route}`, "s", false).set("b/a", route);
    memory.of("m-0", "s", false);
    memory.of("m-1000", "s", false);
    expect(memory.of("m-0", "s", true).get("b/a")).toBe(0);
    expect(memory.of("m-1", "s", true).size).toBe(0);
    expect(memory.of("m-2", "s", true).get("b/a")).toBe(2);
  });

  it("begins anew where a strategy writes more names than a route can have targets", () => {
    const memory = createStrategyMemory();
    const numbers = memory.of("m", "s", false);
    for (let place = 0; place <= 1_000; place++) numbers.set(`${place}`, 1);
    expect(memory.of("m", "s", false).size).toBe(0);
  });
});
