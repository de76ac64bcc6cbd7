import { describe, expect, it } from "vitest";
import { withDecision } from "../../../src/router/calling/lazy-decision.ts";
import type { Decision } from "../../../src/router.ts";

const DECISION = { asked: "m" } as Decision;

describe("the decision of an answer", () => {
  it("is put together only for those who look at it", () => {
    let looks = 0;
    const call = {
      get decision() {
        looks += 1;
        return DECISION;
      },
    };
    const answer = withDecision({ content: "fine" }, call);
    expect(answer.content).toBe("fine");
    expect(looks).toBe(0);
    expect(answer.decision).toBe(DECISION);
    expect(looks).toBe(1);
  });

  it("is a field like any other, and the only one that is added", () => {
    const answer = withDecision({ content: "fine" }, { decision: DECISION });
    expect(JSON.parse(JSON.stringify(answer))).toEqual({ content: "fine", decision: { asked: "m" } });
    expect({ ...answer }).toEqual({ content: "fine", decision: DECISION });
  });

  it("is got by one getter, so that answers share their shape", () => {
    const getterOf = (asked: string) =>
      Object.getOwnPropertyDescriptor(withDecision({}, { decision: { ...DECISION, asked } }), "decision")?.get;
    expect(getterOf("a")).toBe(getterOf("b"));
  });
});
