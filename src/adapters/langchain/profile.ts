import type { ModelProfile } from "@langchain/core/language_models/profile";
import type { Facts } from "../../model.ts";
import type { Route } from "../../route.ts";
import { present } from "../../util/present.ts";

/** Names of a profile, and the capability each is. */
const CAPABILITIES = {
  toolCalling: "tools",
  toolChoice: "tools",
  structuredOutput: "jsonSchema",
  imageInputs: "vision",
  pdfInputs: "pdf",
  audioInputs: "audio",
  videoInputs: "videoInput",
  reasoningOutput: "reasoning",
} as const satisfies Partial<Record<keyof ModelProfile, string>>;

/** Names of a profile, and the kind of content each gives. */
const OUTPUTS = { imageOutputs: "image", audioOutputs: "audio", videoOutputs: "video" } as const;

/**
 * What a route can do, in the words in which LangChain's agents ask: what one of its own targets can, for a request goes
 * to those that can do what it needs; false where no target can, absent where nobody knows.
 */
export function profileOf({ targets, capabilities }: Pick<Route, "targets" | "capabilities">): ModelProfile {
  const facts = targets.map((target) => target.facts);
  const can = (name: string) => capabilities[name] ?? anyOf(facts.map((known) => known.capabilities?.[name]));
  const gives = (kind: string) => anyOf(facts.map(({ modalities }) => modalities?.output?.includes(kind)));
  return present({
    maxInputTokens: mostOf(facts.map(inputTokens)),
    maxOutputTokens: mostOf(facts.map(({ maxOutputTokens }) => maxOutputTokens)),
    ...mapped(CAPABILITIES, can),
    ...mapped(OUTPUTS, gives),
  });
}

function inputTokens({ maxInputTokens, contextWindow }: Facts): number | null | undefined {
  return maxInputTokens ?? contextWindow;
}

function mapped(names: Readonly<Record<string, string>>, value: (name: string) => boolean | undefined): ModelProfile {
  return Object.fromEntries(Object.entries(names).map(([name, own]) => [name, value(own)]));
}

function anyOf(answers: readonly (boolean | null | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.length > 0 && answers.every((answer) => answer === false) ? false : undefined;
}

/** The largest; `undefined` where none is known. */
function mostOf(counts: readonly (number | null | undefined)[]): number | undefined {
  const known = counts.filter((count) => typeof count === "number");
  return known.length === 0 ? undefined : Math.max(...known);
}
