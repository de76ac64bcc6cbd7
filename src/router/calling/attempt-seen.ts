import type { TextMeter } from "../../tokens/estimate.ts";
import type { Cost, Usage } from "../../usage.ts";

/** What an answer tells of itself, as far as it has come. */
export interface AttemptSeen {
  usage?: Usage | undefined;
  cost?: Cost | undefined;
  status?: number | undefined;
  modelServed?: string | undefined;
  finishReason?: string | undefined;
  /** Milliseconds from the attempt's beginning. */
  firstContentMs?: number | undefined;
  /** How many answers were asked for. @default 1 */
  answers?: number | undefined;
  /** The text that came, for an estimate where nobody tells what was used. */
  answer?: TextMeter | undefined;
  reasoning?: TextMeter | undefined;
  /** Milliseconds during which the consumer, not the target, was waited for. */
  idleMs: number;
}

/** Nothing yet, with a place for all that is seen: adding fields one by one costs more than all of them. */
export function nothingSeen(): AttemptSeen {
  return {
    usage: undefined,
    cost: undefined,
    status: undefined,
    modelServed: undefined,
    finishReason: undefined,
    firstContentMs: undefined,
    answers: undefined,
    answer: undefined,
    reasoning: undefined,
    idleMs: 0,
  };
}
