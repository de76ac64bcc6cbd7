import type { Serving } from "../../router.ts";
import type { RequestSize } from "../choice/request-size.ts";
import type { RouterCall } from "./router-call.ts";

const SIZE = Symbol("size");

type Sized = { readonly [SIZE]: RequestSize };

/** One getter for all calls: one of its own would keep each in memory until a full collection, as that of `withDecision`. */
const INPUT_TOKENS: PropertyDescriptor & ThisType<Sized> = {
  enumerable: true,
  configurable: true,
  get(): number {
    return this[SIZE].estimate();
  },
};

/** Who serves a stream; how large its request is, is estimated for those alone who look at it. */
export function servingOf({ begun, passedOver, plan }: RouterCall, target: string): Serving {
  const serving = { target, attempts: begun, passedOver };
  Object.defineProperty(serving, SIZE, { value: plan.size });
  return Object.defineProperty(serving, "inputTokens", INPUT_TOKENS) as Serving & typeof serving;
}
