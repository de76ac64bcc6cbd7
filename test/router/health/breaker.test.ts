import fc from "fast-check";
import { expect, it } from "vitest";
import type { CallErrorCode } from "../../../src/call-error.ts";
import type { Admission } from "../../../src/router/health/admission.ts";
import { COMMAND_SEQUENCES } from "../../support/property-runs.ts";
import { aHealth, anError, GPT } from "../support/a-health.ts";
import { BreakerModel, type ModelCall, type ModelEnd } from "../support/breaker-model.ts";

type Step =
  | { readonly do: "ask"; readonly draw: number }
  | { readonly do: "look" }
  /** A call that is made whatever is said. */
  | { readonly do: "force" }
  | {
      readonly do: "end";
      readonly which: number;
      readonly code: CallErrorCode | "ok";
      readonly hintMs?: number | undefined;
    }
  | { readonly do: "wait"; readonly ms: number };

const ENDS = new Map<CallErrorCode | "ok", ModelEnd>([
  ["ok", "well"],
  ["server_error", "failed"],
  ["first_content_timeout", "failed"],
  ["rate_limited", "throttled"],
  ["aborted", "nobody's fault"],
  ["invalid_request", "nobody's fault"],
  ["model_not_found", "nobody's fault"],
  ["context_too_long", "nobody's fault"],
]);

const code = fc.oneof(
  { weight: 3, arbitrary: fc.constant("ok" as const) },
  { weight: 6, arbitrary: fc.constantFrom("server_error" as const, "first_content_timeout" as const) },
  { weight: 1, arbitrary: fc.constantFrom(...ENDS.keys()) },
);
const hintMs = fc.option(fc.constantFrom(0, 300, 2_000, 7_000, 90_000, 400_000), { nil: undefined });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("ask" as const), draw: fc.constantFrom(0, 0.05, 0.3, 0.6, 0.99) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: "look" } as const) },
  { weight: 2, arbitrary: fc.constant({ do: "force" } as const) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("end" as const), which: fc.nat(), code, hintMs }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      ms: fc.constantFrom(1, 99, 900, 1_000, 4_999, 5_000, 10_000, 20_000, 61_000, 300_000, 600_000),
    }),
  },
);

function told(admission: Admission) {
  return admission.admitted ? admission.state : { until: admission.until };
}

it("does what its rules say, whatever happens in whatever order", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120, size: "max" }), (steps) => {
      const { health, clock, setDraw } = aHealth();
      const model = new BreakerModel();
      const running: ModelCall[] = [];
      for (const one of steps) {
        const now = clock.now();
        if (one.do === "wait") clock.advance(one.ms);
        else if (one.do === "look") {
          const kind = model.kind(now);
          const { admitted } = health.admit(GPT, undefined, false);
          expect(admitted).toBe(kind !== "open" && kind !== "probing");
        } else if (one.do === "end") {
          const [call] = running.splice(one.which % Math.max(1, running.length), 1);
          if (call === undefined) continue;
          const error = one.code === "ok" ? undefined : anError(one.code, one.hintMs);
          model.end(now, call, ENDS.get(one.code) ?? "failed", one.hintMs);
          health.ended(GPT, {
            ok: error === undefined,
            error,
            latencyMs: now - call.startedAt,
            streamed: false,
            settings: undefined,
            isProbe: call.isProbe,
          });
        } else {
          let isProbe = false;
          if (one.do === "ask") {
            setDraw(one.draw);
            const answer = told(health.admit(GPT, undefined, true));
            expect(answer).toEqual(model.ask(now, one.draw));
            if (typeof answer !== "string") continue;
            isProbe = answer === "probing";
          }
          health.began(GPT);
          running.push({ startedAt: now, isProbe });
        }
      }
      expect(health.snapshot()[0]?.running ?? 0).toBe(running.length);
    }),
    { numRuns: COMMAND_SEQUENCES },
  );
});
