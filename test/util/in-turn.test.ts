import { describe, expect, it } from "vitest";
import { InTurn } from "../../src/util/in-turn.ts";

/** Something that is asked, and answers when it is told to. */
function anOracle(turns: InTurn) {
  const asked: string[] = [];
  const settle: (() => void)[] = [];
  const ask = (name: string, fails = false) =>
    turns.ask(() => {
      asked.push(name);
      return new Promise<string>((resolve, reject) => {
        settle.push(() => {
          turns.answered();
          if (fails) reject(new Error(name));
          else resolve(name);
        });
      });
    });
  return { asked, ask, answer: () => settle.shift()?.() };
}

describe("what is asked in turn", () => {
  it("is asked at once where nothing is being asked", () => {
    const { asked, ask } = anOracle(new InTurn());
    void ask("a");
    expect(asked).toEqual(["a"]);
  });

  it("is asked when all before it have been answered, well or not", async () => {
    const { asked, ask, answer } = anOracle(new InTurn());
    const [a, b, c] = [ask("a"), ask("b", true), ask("c")];
    expect(asked).toEqual(["a"]);
    answer();
    expect(await a).toBe("a");
    await Promise.resolve();
    expect(asked).toEqual(["a", "b"]);
    answer();
    await expect(b).rejects.toThrow("b");
    await Promise.resolve();
    answer();
    expect(await c).toBe("c");
    expect(asked).toEqual(["a", "b", "c"]);
  });

  it("waits for nobody again once all have been answered, be it before the answer came back", async () => {
    const turns = new InTurn();
    const asked: number[] = [];
    const ask = (number: number) =>
      turns.ask(() => {
        asked.push(number);
        turns.answered();
        return Promise.resolve(number);
      });
    const answers = [ask(1), ask(2), ask(3)];
    expect(asked).toEqual([1, 2, 3]);
    expect(await Promise.all(answers)).toEqual([1, 2, 3]);
  });
});
