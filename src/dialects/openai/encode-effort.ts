import type { ChatRequest, ReasoningEffort } from "../../chat.ts";
import type { UnknownRecord } from "../../util/record.ts";
import { adapt, type Encoding } from "./encoding.ts";

const LADDER: readonly ReasoningEffort[] = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];

/** How much to think, in the provider's words; an effort it does not have becomes the nearest, the greater of two. */
export function encodeEffort({ reasoning_effort: asked }: ChatRequest, body: UnknownRecord, encoding: Encoding): void {
  if (asked === undefined) return;
  const { efforts, effortIn, thinkingSwitch } = encoding.compatibility;
  if (asked === "none" && thinkingSwitch) {
    body.thinking = { type: "disabled" };
    return;
  }
  const effort = efforts === undefined || efforts.includes(asked) ? asked : nearest(asked, efforts);
  if (effort !== asked) {
    adapt(
      encoding,
      "reasoning_effort",
      `${encoding.context.provider.title} has no "${asked}"; "${effort}" was asked for`,
    );
  }
  if (effortIn === "reasoning") body.reasoning = { effort };
  else body.reasoning_effort = effort;
}

function nearest(asked: ReasoningEffort, known: readonly ReasoningEffort[]): ReasoningEffort {
  const rung = LADDER.indexOf(asked);
  // Thinking that was asked for is not switched off as long as there is some to be had.
  const some = known.filter((effort) => effort !== "none");
  const distance = (effort: ReasoningEffort) => Math.abs(LADDER.indexOf(effort) - rung);
  return (asked === "none" || some.length === 0 ? known : some).reduce((best, effort) => {
    const gain = distance(best) - distance(effort);
    return gain > 0 || (gain === 0 && LADDER.indexOf(effort) > LADDER.indexOf(best)) ? effort : best;
  });
}
