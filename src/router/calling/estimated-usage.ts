import type { TextMeter } from "../../tokens/estimate.ts";
import { familyOf } from "../../tokens/family.ts";
import type { Usage } from "../../usage.ts";

/** What came of an answer whose provider did not say what was used. */
export interface ReceivedText {
  /** What stands in the answer, calls of tools included. */
  readonly answer?: TextMeter | undefined;
  readonly reasoning?: TextMeter | undefined;
}

/**
 * What a call used, as far as can be told from its text: what was said of the input at the beginning, else an estimate;
 * and the text that came. `undefined` where none came, for then nobody knows how much was written, or where more was told.
 */
export function estimatedUsage(
  { answer, reasoning }: ReceivedText,
  told: Usage | undefined,
  model: string,
  inputTokens: () => number,
): Usage | undefined {
  const family = familyOf(model);
  const output = answer?.tokensOf(family) ?? 0;
  const thought = reasoning?.tokensOf(family) ?? 0;
  if (output + thought <= (told?.totalOutput ?? 0)) return undefined;
  const written = { output, reasoning: thought, totalOutput: output + thought, estimated: true } as const;
  if (told !== undefined) return { ...told, ...written, audioOutput: 0, imageOutput: 0 };
  const input = inputTokens();
  return {
    input,
    cacheRead: 0,
    cacheWrite: 0,
    cacheWrite1h: 0,
    audioInput: 0,
    audioOutput: 0,
    audioCacheRead: 0,
    imageInput: 0,
    imageOutput: 0,
    totalInput: input,
    ...written,
  };
}
