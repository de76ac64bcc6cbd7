import { keyHeaderOf, type Provider } from "../../provider.ts";

/** What an account sends with every call. */
export interface KeyRingOptions {
  readonly provider: Provider;
  /** Used in turn. */
  readonly apiKeys: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the provider is called in its own dialect; what it offers in another takes its key as OpenAI does. */
  readonly isOwnDialect: boolean;
}

/** One key with the headers that carry it. */
export interface Credential {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Those of them that the account was given, which win over a dialect's. */
  readonly own?: Readonly<Record<string, string>>;
  /** `key 2 of 3`, where there are several. */
  readonly position?: string;
}

/** The keys of an account, each in its turn; without one, its headers alone. */
export interface KeyRing {
  next(): Credential;
  /** Its keys, in whatever header. */
  readonly secrets: readonly string[];
  /** What must not be shown: those, and whatever else its headers were given that may be one. */
  readonly hidden: readonly string[];
}

export function createKeyRing({ provider, apiKeys, headers, isOwnDialect }: KeyRingOptions): KeyRing {
  const own = lowerCase(headers);
  const carrier = isOwnDialect ? provider : { ...provider, keyHeader: "bearer" as const };
  const credentials = apiKeys.map(
    (apiKey, index): Credential => ({
      headers: { "content-type": "application/json", ...keyHeaderOf(carrier, apiKey), ...own },
      own,
      ...(apiKeys.length > 1 && { position: `key ${index + 1} of ${apiKeys.length}` }),
    }),
  );
  const [first = { headers: { "content-type": "application/json", ...own }, own }] = credentials;
  let turn = 0;
  const secrets = [...apiKeys, ...secretValues(own)];
  return {
    next: () => (credentials.length < 2 ? first : (credentials[turn++ % credentials.length] ?? first)),
    secrets,
    hidden: [...secrets, ...privateValues(own)],
  };
}

/** Whether an account brings a key of its own in its headers. */
export function carriesKey(headers: Readonly<Record<string, string>>): boolean {
  return Object.keys(headers).some((name) => KEY_HEADER.test(name));
}

const KEY_HEADER = /^(?:proxy-)?authorization$|api-?key|token|secret|cookie|credential/i;

/** The values of headers that look like keys; of `Bearer abc` the key too, for it may be told alone. */
function secretValues(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (!KEY_HEADER.test(name) || value === "") return [];
    const alone = /^\w+\s+(\S+)$/.exec(value)?.[1];
    return alone === undefined ? [value] : [value, alone];
  });
}

/** Headers that say nothing private. */
const PUBLIC_HEADER =
  /^(?:accept|content-type|user-agent|http-referer|x-title|anthropic-(?:beta|version)|openai-beta)$/;
/** Characters; a shorter value would be found inside ordinary words. */
const SHORTEST_PRIVATE = 8;

/** The values of the others: a session or a signature is called by any name, and providers tell them in their errors. */
function privateValues(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    PUBLIC_HEADER.test(name) || value.length < SHORTEST_PRIVATE ? [] : [value],
  );
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
