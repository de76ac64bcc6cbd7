import type { Decision, Routed } from "../../router.ts";

const CALL = Symbol("call");

type Told = { readonly [CALL]: Pick<Routed, "decision"> };

/**
 * One getter for all answers. A getter of its own would give each a hidden class of its own, which lies where only full
 * collections look, and would keep all of its call in memory until then.
 */
const DECISION: PropertyDescriptor & ThisType<Told> = {
  enumerable: true,
  configurable: true,
  get(): Decision {
    return this[CALL].decision;
  },
};

/** Lets an answer tell whom its call passed over, and its decision, which is put together only for those who look at it. */
export function withDecision<Answer extends object>(answer: Answer, call: Routed): Answer & Routed {
  const { passedOver = [] } = call;
  if (passedOver.length > 0) Object.assign(answer, { passedOver });
  Object.defineProperty(answer, CALL, { value: call });
  return Object.defineProperty(answer, "decision", DECISION) as Answer & Routed;
}
