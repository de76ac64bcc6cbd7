import type { BackendConfig, Config } from "../../config.ts";
import { redactUrl } from "../../util/redact-text.ts";
import type { Secret } from "../../util/secret.ts";
import { findBackend } from "../resolve/find-backend.ts";
import { type ConfigChange, change, fieldChanges, valueChange } from "./change.ts";
import { parametersChanged } from "./parameter-changes.ts";

/**
 * What changes about the accounts behind the names. A backend that only bears a provider's name, without anything said
 * of it, is the same as none.
 */
export function backendChanges(before: Config, after: Config): ConfigChange[] {
  const written = [before, after].flatMap(({ backends }) => [...backends.values()].filter((one) => !one.isImplicit));
  return [...new Set(written.map(({ name }) => name))].flatMap((name) => {
    const [old, now] = [findBackend(before, name), findBackend(after, name)];
    if (old === undefined) return [change("backend_added", name, `a new backend at ${now?.provider.title}`)];
    if (now === undefined) return [change("backend_removed", name, "is no longer a backend")];
    if (old.enabled !== now.enabled) return [switched(now)];
    return old.enabled ? accountChanges(old, now) : [];
  });
}

function switched({ name, enabled }: BackendConfig): ConfigChange {
  return enabled
    ? change("backend_enabled", name, "the backend is switched on")
    : change("backend_disabled", name, "the backend is switched off");
}

function accountChanges(old: BackendConfig, now: BackendConfig): ConfigChange[] {
  const { name } = now;
  return [
    ...valueChange("provider_changed", name, "the provider", providerOf(old), providerOf(now)),
    ...addressChanges(old, now),
    ...keyChanges(name, old.apiKeys, now.apiKeys),
    ...headerChanges(name, old.headers, now.headers),
    ...fieldChanges(
      "backend_setting_changed",
      name,
      (field) => SETTINGS[field] ?? field,
      settingsOf(old),
      settingsOf(now),
    ),
    ...fieldChanges("rate_limits_changed", name, (field) => LIMITS[field] ?? field, old.rateLimits, now.rateLimits),
    ...fieldChanges("data_policy_changed", name, (field) => DATA[field] ?? field, old.dataPolicy, now.dataPolicy),
    ...parametersChanged("parameter_changed", name, old.parameters, now.parameters),
  ];
}

const SETTINGS: Readonly<Record<string, string>> = {
  organization: "the organization",
  region: "the region",
  apiVersion: "the API version",
  tags: "the tags",
};

const LIMITS: Readonly<Record<string, string>> = {
  requestsPerMinute: "the requests a minute",
  tokensPerMinute: "the tokens a minute",
  concurrent: "the requests at the same time",
};

const DATA: Readonly<Record<string, string>> = {
  trainsOnData: "whether it trains on what it is sent",
  retentionDays: "the days it keeps what it is sent",
  regions: "the regions its data stays in",
};

// Servers of one's own differ in nothing but what they speak.
function providerOf({ provider: { name, dialect } }: BackendConfig): string {
  return name === "custom" ? `${name} (${dialect})` : name;
}

function settingsOf({ organization, region, apiVersion, tags }: BackendConfig): object {
  return { organization, region, apiVersion, tags: [...tags].sort() };
}

function addressChanges({ baseUrl: before }: BackendConfig, { name, baseUrl: after }: BackendConfig): ConfigChange[] {
  if (before === after) return [];
  const shown = (url: string | undefined) => (url === undefined ? undefined : redactUrl(url));
  const [old, now] = [shown(before), shown(after)];
  const text = `the address: ${old ?? "the provider's own"} becomes ${now ?? "the provider's own"}`;
  return [change("address_changed", name, text, { before: old, after: now })];
}

function keyChanges(name: string, before: readonly Secret[], after: readonly Secret[]): ConfigChange[] {
  const [old, now] = [before, after].map((keys) => keys.map((key) => key.reveal())) as [string[], string[]];
  const counts = { before: old.length, after: now.length };
  if (old.length !== now.length) {
    return [change("keys_changed", name, `the number of keys: ${old.length} becomes ${now.length}`, counts)];
  }
  const others = now.filter((key) => !old.includes(key)).length;
  if (others > 0) return [change("keys_changed", name, `${others} of ${now.length} keys changed`, counts)];
  const isSame = now.every((key, place) => key === old[place]);
  return isSame ? [] : [change("keys_changed", name, "the keys are used in another order", counts)];
}

function headerChanges(
  name: string,
  before: BackendConfig["headers"],
  after: BackendConfig["headers"],
): ConfigChange[] {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const changed = [...new Set([...old.keys(), ...now.keys()])].filter(
    (header) => old.get(header)?.reveal() !== now.get(header)?.reveal(),
  );
  if (changed.length === 0) return [];
  const values = { before: [...old.keys()], after: [...now.keys()] };
  return [change("headers_changed", name, `what is sent as ${changed.join(", ")}`, values)];
}
