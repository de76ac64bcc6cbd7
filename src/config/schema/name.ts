import { type TextForm, textLike } from "./scalar.ts";

// A text wholly in square brackets is a place in a template that is still to be filled in: `[model_name]`.
const PLACEHOLDER = String.raw`\[[^\[\]/]+\]`;
const NO_SPACE = String.raw`[^\s\p{C}]`;
const NO_STAR = String.raw`[^\s\p{C}*]`;
const ONE_STAR = `(?=.{1,256}$)${NO_STAR}*\\*?${NO_STAR}*`;
const BACKEND = String.raw`[\p{L}\p{N}_.-]{1,256}`;

// Validators in other languages know neither Unicode classes nor looking ahead.
const PUBLISHED_STAR = String.raw`(?:[^\s*]+\*?[^\s*]*|\*[^\s*]*)`;

/** The names under `models`. */
export const MODEL_NAME: TextForm = {
  form: new RegExp(`^(?:${PLACEHOLDER}|${ONE_STAR})$`, "u"),
  what: 'a name of 1 to 256 characters without spaces and with at most one "*"',
  published: { pattern: `^(?:${PLACEHOLDER}|${PUBLISHED_STAR})$` },
};

/** The names under `backends`. */
export const BACKEND_NAME: TextForm = {
  form: new RegExp(`^(?:${PLACEHOLDER}|${BACKEND})$`, "u"),
  what: 'a name of letters, digits, "-", "_" and "."',
  published: { pattern: String.raw`^(?:${PLACEHOLDER}|[^\s/]+)$` },
};

/** The ids under a backend's `models`. */
export const MODEL_ID: TextForm = {
  form: new RegExp(`^(?:${PLACEHOLDER}|${NO_SPACE}{1,256})$`, "u"),
  what: "an id of 1 to 256 characters without spaces",
  published: { pattern: String.raw`^(?:${PLACEHOLDER}|\S+)$` },
};

/** Another name of a model. */
export const alias = textLike({
  form: new RegExp(`^(?:${PLACEHOLDER}|${NO_STAR}{1,256})$`, "u"),
  what: 'a name of 1 to 256 characters without spaces and "*"',
  published: { pattern: String.raw`^(?:${PLACEHOLDER}|[^\s*]+)$` },
});

/** The name of an exposed model, an alias, or a target. */
export const modelOrTarget = textLike({ ...MODEL_ID, what: "the name of a model, or backend/model-id" });

/** The name of a backend or of a provider. */
export const backendOrProvider = textLike({ ...BACKEND_NAME, what: "the name of a backend or provider" });

/** A backend and one of its models. */
export const target = textLike({
  form: new RegExp(`^(?:${PLACEHOLDER}|(?:${PLACEHOLDER}|${BACKEND})/(?:${PLACEHOLDER}|${ONE_STAR}))$`, "u"),
  what: "backend/model-id, such as openai/gpt-4",
  published: {
    pattern: String.raw`^(?:${PLACEHOLDER}|(?:${PLACEHOLDER}|[^\s/]+)/(?:${PLACEHOLDER}|${PUBLISHED_STAR}))$`,
  },
}).meta({
  id: "target",
  description: 'A backend (or provider) and one of its models, split at the first "/".',
  examples: ["openai/gpt-4", "anthropic/claude-3-opus", "ollama/llama3.2:3b"],
});
