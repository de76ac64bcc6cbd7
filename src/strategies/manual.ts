import type { Strategy } from "../strategy.ts";

/** The order in which the route names its targets. */
export const manual: Strategy = {
  name: "manual",
  order: (targets) => targets.map((target) => ({ target })),
};
