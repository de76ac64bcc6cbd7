import { setFlagsFromString } from "node:v8";

/**
 * Tells V8's collector what the requests of a gateway are like: many at a time, all of them short. It holds for the whole
 * process (https://nodejs.org/api/v8.html#v8setflagsfromstringflags).
 */
export function tuneCollector(): void {
  // Once it has seen dozens under way at a time it may lay what belongs to one where only a full collection looks: from
  // then on each takes half as much CPU again.
  setFlagsFromString("--no-allocation-site-pretenuring");
  // So little of the young generation is still in use that waking helpers for it costs more than they do.
  setFlagsFromString("--no-parallel-scavenge");
}
