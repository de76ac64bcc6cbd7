import type { Environment } from "../util/env.ts";
import { createWire } from "../wire/create-wire.ts";
import type { Wire } from "../wire.ts";

/** Gives the same connections to everyone who asks; they are let go of when the last one closes theirs, and made anew after that. */
export function sharedWire(env: Environment): () => Wire {
  let current: { readonly wire: Wire; users: number } | undefined;
  return () => {
    current ??= { wire: createWire({ env }), users: 0 };
    const shared = current;
    shared.users += 1;
    let isClosed = false;
    return {
      send: (request, options) => shared.wire.send(request, options),
      close: async () => {
        if (isClosed) return;
        isClosed = true;
        shared.users -= 1;
        if (shared.users > 0) return;
        if (current === shared) current = undefined;
        await shared.wire.close();
      },
    };
  };
}
