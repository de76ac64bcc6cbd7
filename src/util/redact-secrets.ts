import { redactText } from "./redact-text.ts";

const HIDDEN = "…";
/** Characters; a shorter secret (a dummy key such as `ollama`) would be found inside ordinary words. */
const SHORTEST_ANYWHERE = 8;

/** Shapes of keys beyond those `redactText` knows. */
const SHAPES: readonly RegExp[] = [
  // OpenAI, Anthropic, OpenRouter, DeepSeek and their kind, also masked in the middle: sk-ant-api03-…, sk-or-v1-…
  /\b(?:sk|pk|rk)-[\w*.-]{6,}/g,
  // Perplexity, NVIDIA, Groq, Hugging Face, Replicate, xAI, Cerebras, Fireworks, Together
  /\b(?:pplx|nvapi|gsk|hf|r8|xai|csk|fw|tgp|key)[-_][\w*.-]{6,}/g,
  // Google: API keys, access tokens, client secrets
  /\bAIza[\w*-]{10,}|\bAQ\.[\w-]{10,}|\bya29\.[\w.-]{10,}|\bGOCSPX-[\w-]{10,}/g,
  // AWS: access keys, Bedrock's API keys
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}|\bABSK[\w+/=]{16,}/g,
  // JSON web tokens
  /\beyJ[\w-]{8,}(?:\.[\w-]*){0,2}/g,
  // GitHub (its models and Copilot)
  /\b(?:gh[pousr]_|github_pat_)\w{10,}/g,
  // Azure, Mistral, Cohere and others whose keys are bare letters and digits: nothing else is that long
  /\b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{32,}\b/g,
];

/** A key that is quoted after its name: `api key provided: abc`, `"x-api-key": "abc"`, `token=abc`. */
const NAMED =
  /\b(api[-_ ]?key|x-goog-api-key|access[-_ ]?token|secret[-_ ]?key|password)((?: provided| is)?["']?\s{0,3}[:=]\s{0,3}["']?)(?!\s)[^\s"',;}]{1,400}/gi;

/**
 * A text of foreign origin as it may be shown or kept: without the secrets that are known, as they are and as a URL or
 * JSON writes them, and without what looks like another; on one line, at most 300 characters.
 */
export function redactSecrets(text: string, secrets: readonly string[] = []): string {
  let hidden = text.slice(0, 4_000);
  for (const secret of secrets) {
    for (const form of formsOf(secret)) hidden = hidden.replaceAll(form, HIDDEN);
    if (secret.length >= 3 && secret.length < SHORTEST_ANYWHERE) hidden = withoutWord(hidden, secret);
  }
  hidden = hidden.replace(NAMED, `$1$2${HIDDEN}`);
  for (const shape of SHAPES) hidden = hidden.replace(shape, HIDDEN);
  return redactText(hidden);
}

function formsOf(secret: string): Set<string> {
  if (secret.length < SHORTEST_ANYWHERE) return new Set();
  const basic = Buffer.from(secret).toString("base64");
  return new Set([secret, encodeForm(secret), JSON.stringify(secret).slice(1, -1), basic]);
}

// A lone surrogate cannot be written into a URL.
function encodeForm(secret: string): string {
  return /\p{Surrogate}/u.test(secret) ? secret : encodeURIComponent(secret);
}

function withoutWord(text: string, secret: string): string {
  return text
    .split(/(\s|["'`,;:])/)
    .map((part) => (part === secret ? HIDDEN : part))
    .join("");
}
