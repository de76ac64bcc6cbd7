const LISTENING = Symbol("listening");

type Listened = AbortSignal & { [LISTENING]?: Place };

/** A place in the ring of those who wait for one signal; its first place is nobody's. */
interface Place {
  readonly callback: (() => void) | undefined;
  next: Place;
  before: Place;
}

/**
 * Calls back when a signal is aborted, until it is told not to; never where it was aborted before. However many calls
 * share a signal, it has one listener, made once: adding and removing one for each call costs several times as much, Node
 * warns of a leak from the eleventh on, and what a listener knew stays in memory until a full collection.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const first = (signal as Listened)[LISTENING] ?? listen(signal);
  const place: Place = { callback, next: first, before: first.before };
  place.before.next = place;
  first.before = place;
  return () => leave(place);
}

function listen(signal: Listened): Place {
  const first = { callback: undefined } as unknown as Place; // closed to a ring at once
  first.next = first;
  first.before = first;
  // Not a WeakMap: what is kept in one outlives every quick collection.
  Object.defineProperty(signal, LISTENING, { value: first });
  signal.addEventListener(
    "abort",
    () => {
      while (first.next !== first) {
        const { next } = first;
        leave(next);
        next.callback?.();
      }
    },
    { once: true },
  );
  return first;
}

/** Takes a place out; it knows nobody any more, so that old ones keep no new ones in memory. */
function leave(place: Place): void {
  place.before.next = place.next;
  place.next.before = place.before;
  place.next = place;
  place.before = place;
}
