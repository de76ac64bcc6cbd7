import { onTestFinished } from "vitest";
import type { AttemptEvent } from "../../../src/attempt.ts";
import { createRouter } from "../../../src/router/create-router.ts";
import type { RouterOptions } from "../../../src/router.ts";
import { aConfig } from "./a-router.ts";
import { handClock } from "./hand-clock.ts";

/** A router over the backends that come with the package, whose own time stands still until a test moves it. */
export async function byHand(
  urls: Readonly<Record<string, string>>,
  { route = "", ...options }: Partial<RouterOptions> & { readonly route?: string } = {},
) {
  const clock = handClock();
  const fields = Object.fromEntries(
    Object.entries(urls).map(([name, url]) => [name, `api_key: "$k", base_url: "${url}"`]),
  );
  const config = await aConfig(Object.keys(urls), { fields, route });
  const waits: number[] = [];
  const counting = {
    now: clock.now,
    after(ms: number, run: () => void, how?: { readonly keepAlive?: boolean }) {
      // Whoever keeps the process alive waits; the others only watch.
      if (how?.keepAlive === true) waits.push(ms);
      return clock.after(ms, run);
    },
  };
  const router = createRouter({ config, env: {}, random: () => 0, clock: counting, ...options });
  const events: AttemptEvent[] = [];
  router.onAttempt((event) => events.push(event));
  onTestFinished(() => router.close());
  return {
    router,
    clock,
    /** How long the router waited for something, in milliseconds, in order. */
    waits,
    /** Each attempt told of: `reason target outcome`. */
    told: () => events.map(({ reason, target, code = "ok" }) => `${reason} ${target} ${code}`),
  };
}
