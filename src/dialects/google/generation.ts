/** What a model's name says of its line; `version` is absent where it says nothing. */
export interface Generation {
  /** 2, 2.5, 3, 3.1 … */
  readonly version?: number;
  readonly tier: "pro" | "flash" | "other";
}

/** Reads `gemini-3.1-pro-preview` as version 3.1, tier pro; `gemini-flash-latest` is of the newest generation. */
export function generationOf(model: string): Generation {
  const tier = /\bpro\b/.test(model) ? "pro" : /\bflash\b/.test(model) ? "flash" : "other";
  const numbered = /gemini-(?:robotics-er-|live-)?(\d+(?:\.\d+)?)/.exec(model);
  if (numbered !== null) return { version: Number(numbered[1]), tier };
  // The newest Flash takes less than those before it (https://ai.google.dev/gemini-api/docs/models).
  if (/gemini-flash-latest/.test(model)) return { version: 3.8, tier };
  return /gemini-(?:pro|flash-lite)-latest/.test(model) ? { version: 3, tier } : { tier };
}
