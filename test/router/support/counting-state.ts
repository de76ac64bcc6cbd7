import type { Clock } from "../../../src/router.ts";
import type { State } from "../../../src/state.ts";
import { memoryState } from "../../../src/states/memory.ts";

/** A state in memory that knows what was given and not ended yet. */
export function countingState(clock: Clock): State & { readonly open: Set<string> } {
  const inner = memoryState({ clock });
  const open = new Set<string>();
  const ended: string[] = [];
  const end = (id: string) => {
    if (!open.delete(id)) ended.push(id);
    if (ended.length > 0) throw new Error(`ended twice, or never given: ${ended.join(", ")}`);
  };
  return {
    ...inner,
    open,
    async acquire(claims) {
      const answer = await inner.acquire(claims);
      if (answer.granted) open.add(answer.id);
      return answer;
    },
    async release(grant, used) {
      end(grant.id);
      await inner.release(grant, used);
    },
    async reserve(claims) {
      const answer = await inner.reserve(claims);
      if (answer.granted) open.add(answer.id);
      return answer;
    },
    async settle(grant, picoUsd) {
      end(grant.id);
      await inner.settle(grant, picoUsd);
    },
  };
}
