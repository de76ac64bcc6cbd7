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
  /** What must not be shown. */
  readonly secrets: readonly string[];
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
  return {
    next: () => (credentials.length < 2 ? first : (credentials[turn++ % credentials.length] ?? first)),
    secrets: [...apiKeys, ...secretValues(own)],
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

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
