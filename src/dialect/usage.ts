import type { Usage } from "../usage.ts";
import type { Writable } from "../util/writable.ts";

/** More tokens than any service can have meant; beyond it counting would lose digits. */
const MOST = 1e12;

/**
 * What a provider said it used. Counts may be handed over as they came: what is no number counts as zero, since a
 * service that says nothing sends `null` as often as nothing at all.
 */
export interface UsageParts {
  /** Neither cached nor audio nor an image; leave it out where the provider only tells the total that holds it. */
  readonly input?: unknown;
  /** Neither thought nor audio nor an image; leave it out where the provider only tells the total that holds it. */
  readonly output?: unknown;
  readonly cacheRead?: unknown;
  readonly cacheWrite?: unknown;
  readonly cacheWrite1h?: unknown;
  readonly reasoning?: unknown;
  readonly audioInput?: unknown;
  readonly audioOutput?: unknown;
  readonly audioCacheRead?: unknown;
  readonly imageInput?: unknown;
  readonly imageOutput?: unknown;
  /** All input parts together, where the provider says so (OpenAI's `prompt_tokens`). */
  readonly totalInput?: unknown;
  /** All output parts together, where the provider says so (OpenAI's `completion_tokens`). */
  readonly totalOutput?: unknown;
  readonly webSearches?: unknown;
  /** USD as the provider wrote it, as text or as a number. */
  readonly reportedCost?: unknown;
  readonly serviceTier?: unknown;
  readonly inferenceGeo?: unknown;
}

/**
 * Usage from what a provider said: missing parts are zero, `input` and `output` are what a given total leaves, and the
 * totals are the sums of the parts. Where a total is smaller than its parts, these are limited to it, and `suspect` says so.
 */
export function usageOf(parts: UsageParts): Usage {
  const doubts: string[] = [];
  let cacheRead = countOf(parts.cacheRead, "cacheRead", doubts);
  let cacheWrite = countOf(parts.cacheWrite, "cacheWrite", doubts);
  let cacheWrite1h = countOf(parts.cacheWrite1h, "cacheWrite1h", doubts);
  let audioCacheRead = countOf(parts.audioCacheRead, "audioCacheRead", doubts);
  let audioInput = countOf(parts.audioInput, "audioInput", doubts);
  let imageInput = countOf(parts.imageInput, "imageInput", doubts);
  let reasoning = countOf(parts.reasoning, "reasoning", doubts);
  let audioOutput = countOf(parts.audioOutput, "audioOutput", doubts);
  let imageOutput = countOf(parts.imageOutput, "imageOutput", doubts);

  let input = countOf(parts.input, "input", doubts);
  const inputParts = cacheRead + cacheWrite + cacheWrite1h + audioCacheRead + audioInput + imageInput;
  if (isCount(parts.totalInput)) {
    const total = countOf(parts.totalInput, "totalInput", doubts);
    if (isCount(parts.input)) {
      if (input + inputParts !== total) doubts.push(contradiction("input", input + inputParts, total));
    } else if (inputParts <= total) input = total - inputParts;
    else {
      doubts.push(contradiction("input", inputParts, total));
      let left = total;
      const limit = (part: number): number => {
        const kept = Math.min(part, left);
        left -= kept;
        return kept;
      };
      cacheRead = limit(cacheRead);
      cacheWrite = limit(cacheWrite);
      cacheWrite1h = limit(cacheWrite1h);
      audioCacheRead = limit(audioCacheRead);
      audioInput = limit(audioInput);
      imageInput = limit(imageInput);
    }
  }

  let output = countOf(parts.output, "output", doubts);
  const outputParts = reasoning + audioOutput + imageOutput;
  if (isCount(parts.totalOutput)) {
    const total = countOf(parts.totalOutput, "totalOutput", doubts);
    if (isCount(parts.output)) {
      if (output + outputParts !== total) doubts.push(contradiction("output", output + outputParts, total));
    } else if (outputParts <= total) output = total - outputParts;
    else {
      doubts.push(contradiction("output", outputParts, total));
      imageOutput = Math.min(imageOutput, total);
      audioOutput = Math.min(audioOutput, total - imageOutput);
      reasoning = Math.min(reasoning, total - imageOutput - audioOutput);
    }
  }

  const webSearches = parts.webSearches === undefined ? 0 : countOf(parts.webSearches, "webSearches", doubts);
  const usage: Writable<Usage> = {
    input,
    output,
    cacheRead,
    cacheWrite,
    cacheWrite1h,
    reasoning,
    audioInput,
    audioOutput,
    audioCacheRead,
    imageInput,
    imageOutput,
    totalInput: input + cacheRead + cacheWrite + cacheWrite1h + audioInput + audioCacheRead + imageInput,
    totalOutput: output + reasoning + audioOutput + imageOutput,
  };
  // Most calls have none of these, and this stands in the path of every call.
  if (webSearches !== 0) usage.webSearches = webSearches;
  if (parts.reportedCost !== undefined) {
    const reportedCost = costText(parts.reportedCost);
    if (reportedCost !== undefined) usage.reportedCost = reportedCost;
  }
  if (typeof parts.serviceTier === "string" && parts.serviceTier !== "") usage.serviceTier = parts.serviceTier;
  if (typeof parts.inferenceGeo === "string" && parts.inferenceGeo !== "") usage.inferenceGeo = parts.inferenceGeo;
  if (doubts.length > 0) usage.suspect = doubts.join("; ");
  return usage;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && !Number.isNaN(value);
}

function countOf(value: unknown, name: string, doubts: string[]): number {
  if (!isCount(value)) return 0;
  if (value >= 0 && value <= MOST) {
    const whole = Math.floor(value);
    if (whole !== value) doubts.push(`${name} is ${value}, no whole number`);
    return whole;
  }
  doubts.push(`${name} is ${value}`);
  return value < 0 ? 0 : MOST;
}

function contradiction(side: "input" | "output", parts: number, total: number): string {
  return `the parts of the ${side} are ${parts} tokens, and all of it is ${total}`;
}

// A number's shortest decimal text is what the provider wrote, but for digits no float keeps.
function costText(value: unknown): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? String(value) : undefined;
  return typeof value === "string" && /^\d+(\.\d+)?(e[+-]?\d{1,3})?$/i.test(value) ? value : undefined;
}
