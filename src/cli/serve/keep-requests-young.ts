import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8 from laying what belongs to a request where only a full collection looks, which it may do once it has seen
 * dozens under way at a time ("allocation site pretenuring"): from then on each takes half as much CPU again. It holds for
 * the whole process (https://nodejs.org/api/v8.html#v8setflagsfromstringflags).
 */
export function keepRequestsYoung(): void {
  setFlagsFromString("--no-allocation-site-pretenuring");
}
