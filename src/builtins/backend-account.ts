import { CallError } from "../call-error.ts";
import { InvalidInputError } from "../errors.ts";
import { baseUrlFrom, keyFrom, type Provider } from "../provider.ts";
import type { Environment } from "../util/env.ts";
import { redactUrl } from "../util/redact-text.ts";

/** A key, or something that holds one and does not show it. */
export type Key = string | { reveal(): string };

/** What a caller says about the account; it counts before the environment. */
export interface AccountSettings {
  readonly apiKey?: Key | readonly Key[] | undefined;
  readonly baseUrl?: string | undefined;
  readonly region?: string | undefined;
  readonly headers?: Readonly<Record<string, Key>> | undefined;
  readonly organization?: string | undefined;
  readonly project?: string | undefined;
}

/** An account as far as settings and environment tell. */
export interface BackendAccount {
  /** In the provider's own dialect, without a slash at its end; absent where no one says where it is. */
  readonly baseUrl?: string;
  readonly apiKeys: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** Why it cannot be called. */
  readonly notReady?: (target: string) => CallError;
}

/**
 * The account of a provider: as it is said, else as the environment says. A key of the environment goes nowhere but to
 * where the provider, or the environment, is.
 * @throws {InvalidInputError} for an address that cannot be one
 */
export function accountOf(provider: Provider, settings: AccountSettings, env: Environment): BackendAccount {
  const written = writtenAddress(provider, settings);
  const inherited = baseUrlFrom(provider, env) ?? provider.baseUrl;
  const given = written ?? inherited;
  const baseUrl = given === undefined ? undefined : addressOf(given, provider);
  const isElsewhere = written !== undefined && isForeign(written, [inherited, provider.baseUrl]);
  const own = isElsewhere ? undefined : keyFrom(provider, env);
  const keys = keysOf(settings.apiKey);
  const apiKeys = keys.length > 0 ? keys : own === undefined ? [] : [own];
  const headers = { ...organizationHeaders(provider, settings), ...revealed(settings.headers ?? {}) };
  const hasKey = apiKeys.length > 0 || Object.keys(headers).some((name) => /^authorization$|api-?key/i.test(name));
  const notReady =
    baseUrl === undefined
      ? missingAddress(provider)
      : hasKey || isElsewhere || provider.isLocal || provider.keyVariables.length === 0
        ? undefined
        : missingKey(provider);
  return {
    apiKeys,
    headers,
    ...(baseUrl !== undefined && { baseUrl }),
    ...(notReady !== undefined && { notReady }),
  };
}

/** The address a caller writes down, as in the variable it replaces; Bedrock's holds a region, and every region has an address. */
export function writtenAddress(
  { dialect, parseBaseUrl }: Provider,
  { baseUrl, region }: AccountSettings,
): string | undefined {
  if (dialect === "bedrock") return baseUrl ?? (region === undefined ? undefined : parseBaseUrl?.(region));
  return baseUrl === undefined ? undefined : (parseBaseUrl?.(baseUrl) ?? baseUrl);
}

function addressOf(given: string, { title }: Provider): string {
  const url = /^https?:\/\//i.test(given) && URL.canParse(given) ? new URL(given) : undefined;
  const problem =
    url === undefined
      ? "must be an http or https URL"
      : url.username !== "" || url.password !== ""
        ? "must not hold a user or password; pass { apiKey } or { headers }"
        : url.search !== "" || url.hash !== ""
          ? "must end before the `?`"
          : undefined;
  if (problem === undefined) return given.replace(/\/+$/, "");
  const message = `the address of ${title} ${problem}, got "${redactUrl(given)}"`;
  throw new InvalidInputError("backend", [{ path: "baseUrl", message }]);
}

/** Whether an address is none of those a key of the environment may go to; where none of them is known, it is not. */
export function isForeign(written: string, known: readonly (string | undefined)[]): boolean {
  const origins = known.flatMap((address) =>
    address !== undefined && URL.canParse(address) ? new URL(address).origin : [],
  );
  return origins.length > 0 && !(URL.canParse(written) && origins.includes(new URL(written).origin));
}

function keysOf(apiKey: AccountSettings["apiKey"]): string[] {
  const list = apiKey === undefined ? [] : isList(apiKey) ? apiKey : [apiKey];
  return list.map((key) => reveal(key).trim()).filter((key) => key !== "");
}

function isList(keys: Key | readonly Key[]): keys is readonly Key[] {
  return Array.isArray(keys);
}

/** Headers as they are sent. */
export function revealed(headers: Readonly<Record<string, Key>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, reveal(value)]));
}

function reveal(key: Key): string {
  return typeof key === "string" ? key : key.reveal();
}

/** Who is billed, as OpenAI wants to be told (https://platform.openai.com/docs/api-reference/authentication). */
export function organizationHeaders(
  { dialect }: Provider,
  { organization, project }: AccountSettings,
): Readonly<Record<string, string>> {
  if (dialect !== "openai") return {};
  return {
    ...(organization !== undefined && { "openai-organization": organization }),
    ...(project !== undefined && { "openai-project": project }),
  };
}

function missingKey({ title, keyVariables }: Provider) {
  const message = `no key of ${title} is set; set ${keyVariables.join(" or ")}, or pass { apiKey }`;
  return (target: string) => new CallError("missing_key", message, { fault: "credential", target });
}

function missingAddress({ title, baseUrlVariables: [variable] = [] }: Provider) {
  const how = variable === undefined ? "pass { baseUrl }" : `set ${variable} or pass { baseUrl }`;
  const message = `every account of ${title} has an address of its own: ${how}`;
  return (target: string) => new CallError("unreachable", message, { fault: "target", target });
}
