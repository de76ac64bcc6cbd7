/** Categories of harm, as models of moderation have them. */
const CATEGORIES = ["harassment", "hate", "illicit", "self-harm", "sexual", "violence"] as const;

/** How harmful a text is, from 0 to 1 by category: it is what it says it is, by the category's own name, and nothing else. */
export function judgeText(text: string): Readonly<Record<string, number>> {
  const words = new Set(text.toLowerCase().match(/[\p{L}\p{N}-]+/gu) ?? []);
  return Object.fromEntries(CATEGORIES.map((category) => [category, words.has(category) ? 1 : 0]));
}

/** The categories of which scores are sure enough. */
export function flaggedBy(scores: Readonly<Record<string, number>>): Record<string, boolean> {
  return Object.fromEntries(Object.entries(scores).map(([category, score]) => [category, score >= 0.5]));
}
