import type { ReasoningEffort } from "../../chat.ts";
import type { Facts } from "../../model.ts";

/** How a model is told to think. */
export type ThinkingForm = "none" | "budget" | "adaptive";

/** What `reasoning_effort: "none"` becomes. */
export type ThinkingOff = "omit" | "disabled" | "between_tools" | "never";

/** What a Claude model takes and refuses, by its generation; a request that breaks a rule is answered with 400. */
export interface ModelRules {
  /** Whether the name is a Claude model's; others speak the dialect too (DeepSeek, Kimi). */
  readonly isClaude: boolean;
  readonly thinking: ThinkingForm;
  readonly thinkingOff: ThinkingOff;
  /** The levels of `output_config.effort`, lowest first; empty where the field is unknown. */
  readonly efforts: readonly ReasoningEffort[];
  /** Whether thinking must be asked to be shown; by default only its signature comes. */
  readonly hidesThinking: boolean;
  readonly takesSampling: boolean;
  /** Whether `temperature` and `top_p` may stand together. */
  readonly takesBothSamplings: boolean;
  /** `output_config.format` and `strict` tools. */
  readonly takesSchemas: boolean;
  readonly takesForcedTools: boolean;
  /** Messages with role `system` after the first turn. */
  readonly takesLaterSystem: boolean;
  /** Tokens of an answer where nothing is known of the model. */
  readonly maxTokens: number;
}

/** More than this is not asked for unless the caller does: answers of that length need hours of nobody's time. */
const MOST_BY_DEFAULT = 32_000;
const ALL_EFFORTS = ["low", "medium", "high", "xhigh", "max"] as const;

/**
 * The rules for a model, by its name and what is known of it. A version that is not known yet is held for the strictest.
 *
 * | generation | thinking | effort | sampling | forced tools | JSON schema |
 * |---|---|---|---|---|---|
 * | up to 3.5 | none | no | yes | yes | by a tool |
 * | 3.7 to 4.1 | budget | no | yes (from 4.1 one of two) | not while thinking | by a tool |
 * | 4.5 | budget | Opus: to `high` | one of two | not while thinking | yes |
 * | 4.6 | adaptive | `low` to `high`, `max` | one of two | yes | yes |
 * | 4.7, 4.8, Sonnet 5, Opus 5, Fable 5, Mythos 5 | adaptive | all five | no | yes | yes |
 * | 5.1 and later | adaptive | all five | no | no | yes |
 *
 * @see https://platform.claude.com/docs/en/build-with-claude/thinking
 * @see https://platform.claude.com/docs/en/build-with-claude/effort
 * @see https://platform.claude.com/docs/en/build-with-claude/structured-outputs
 * @see https://platform.claude.com/docs/en/build-with-claude/mid-conversation-system-messages
 * @see https://platform.claude.com/docs/en/models/opus-5-5/migration-guide
 */
export function rulesFor(model: string, facts: Facts): ModelRules {
  const rules = byName(model);
  const { maxOutputTokens, capabilities } = facts;
  return {
    ...rules,
    thinking: capabilities?.reasoning === false ? "none" : rules.thinking,
    maxTokens: Math.min(maxOutputTokens ?? rules.maxTokens, MOST_BY_DEFAULT),
  };
}

function byName(model: string): ModelRules {
  const { family, version } = parseClaude(model);
  if (version === undefined) {
    return {
      isClaude: false,
      thinking: "budget",
      thinkingOff: "disabled",
      efforts: [],
      hidesThinking: false,
      takesSampling: true,
      takesBothSamplings: true,
      takesSchemas: false,
      takesForcedTools: true,
      takesLaterSystem: false,
      maxTokens: 8_192,
    };
  }
  return {
    isClaude: true,
    thinking: version < 3.7 ? "none" : version < 4.6 ? "budget" : "adaptive",
    thinkingOff: thinkingOff(family, version),
    efforts: effortsOf(family, version),
    hidesThinking: version >= 4.7,
    takesSampling: version < 4.7,
    takesBothSamplings: version < 4.1,
    takesSchemas: version >= 4.5,
    takesForcedTools: version < 5.1,
    takesLaterSystem: version >= 5 || (family === "opus" && version >= 4.8),
    maxTokens: version < 3.5 ? 4_096 : version < 3.7 ? 8_192 : MOST_BY_DEFAULT,
  };
}

function thinkingOff(family: string, version: number): ThinkingOff {
  if (version < 5) return "omit";
  if (version === 5 && (family === "opus" || family === "sonnet")) return "disabled";
  if (version === 5.5 && family === "haiku") return "disabled";
  return version === 5.5 && family === "sonnet" ? "between_tools" : "never";
}

function effortsOf(family: string, version: number): readonly ReasoningEffort[] {
  if (version >= 4.7) return ALL_EFFORTS;
  if (version >= 4.6) return ["low", "medium", "high", "max"];
  return version >= 4.5 && family === "opus" ? ["low", "medium", "high"] : [];
}

// The version stands behind the family (claude-opus-4-1-20250805) or before it (claude-3-7-sonnet-20250219);
// clouds and aggregators add a prefix and a suffix (us.anthropic.claude-sonnet-4-20250514-v1:0, claude-opus-4.6).
const BEHIND = /claude-(opus|sonnet|haiku|fable|mythos)-(\d)(?:[-.](\d)(?!\d))?/;
const BEFORE = /claude-(\d)(?:[-.](\d)(?!\d))?-(opus|sonnet|haiku)/;

/** Family and version in a model's name: `{ family: "opus", version: 4.1 }`. */
export function parseClaude(model: string): { family: string; version: number | undefined } {
  const name = model.toLowerCase();
  const behind = BEHIND.exec(name);
  if (behind !== null) return { family: behind[1] ?? "", version: Number(`${behind[2]}.${behind[3] ?? 0}`) };
  const before = BEFORE.exec(name);
  if (before !== null) return { family: before[3] ?? "", version: Number(`${before[1]}.${before[2] ?? 0}`) };
  // Named before there were numbers, and to be treated as its successors are.
  if (name.includes("claude-mythos")) return { family: "mythos", version: 5 };
  if (/claude-(instant|2|v\d)/.test(name)) return { family: "claude", version: 2 };
  return { family: "", version: undefined };
}
