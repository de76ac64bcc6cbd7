import type { Catalogue, Config } from "../../config.ts";
import type { JsonValue } from "../../util/json.ts";
import { jsonEqual } from "../../util/json-equal.ts";

/** What kind of thing changes. */
export type ConfigChangeKind =
  | "model_added"
  | "model_removed"
  | "model_enabled"
  | "model_disabled"
  | "model_usable"
  | "model_unusable"
  | "alias_added"
  | "alias_removed"
  | "alias_moved"
  | "primary_changed"
  | "target_added"
  | "target_removed"
  | "targets_reordered"
  | "weight_changed"
  | "condition_changed"
  | "fallback_changed"
  | "strategy_changed"
  | "price_changed"
  | "context_window_changed"
  | "max_output_changed"
  | "quality_changed"
  | "capabilities_changed"
  | "parameter_changed"
  | "timeout_changed"
  | "retry_changed"
  | "policy_changed"
  | "budget_changed"
  | "tags_changed"
  | "description_changed"
  | "deployment_changed"
  | "backend_added"
  | "backend_removed"
  | "backend_enabled"
  | "backend_disabled"
  | "provider_changed"
  | "address_changed"
  | "keys_changed"
  | "headers_changed"
  | "rate_limits_changed"
  | "data_policy_changed"
  | "backend_setting_changed"
  | "default_changed"
  | "fallback_providers_changed"
  | "group_changed"
  | "router_changed";

/** One thing that changes for callers. */
export interface ConfigChange {
  readonly kind: ConfigChangeKind;
  /** The exposed model, alias, target, backend or parameter it is about. */
  readonly subject: string;
  /** A sentence for people. */
  readonly text: string;
  /** Absent where there was nothing before, and where it is not to be shown. */
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

/** Two configs, and what they are looked at with. */
export interface Comparison {
  readonly before: Config;
  readonly after: Config;
  readonly catalogue: Catalogue;
  readonly at: Date;
}

/** A change with its values, those that are there; what a config holds is plain data already. */
export function change(
  kind: ConfigChangeKind,
  subject: string,
  text: string,
  { before, after }: { readonly before?: unknown; readonly after?: unknown } = {},
): ConfigChange {
  return {
    kind,
    subject,
    text: `${subject}: ${text}`,
    ...(before !== undefined && { before: before as JsonValue }),
    ...(after !== undefined && { after: after as JsonValue }),
  };
}

/** A change of a value as a whole, where there is one: `what from … to …`. */
export function valueChange(
  kind: ConfigChangeKind,
  subject: string,
  what: string,
  before: unknown,
  after: unknown,
): ConfigChange[] {
  if (jsonEqual(before, after)) return [];
  return [change(kind, subject, `${what}${showChange(before, after)}`, { before, after })];
}

/** Changes of the fields of an object, each by itself. */
export function fieldChanges(
  kind: ConfigChangeKind,
  subject: string,
  showName: (field: string) => string,
  before: object,
  after: object,
): ConfigChange[] {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((field) =>
    valueChange(kind, subject, showName(field), old.get(field), now.get(field)),
  );
}

function showChange(before: unknown, after: unknown): string {
  if (before === undefined) return `: now ${show(after)}, before not set`;
  return after === undefined ? `: no longer set, before ${show(before)}` : `: ${show(before)} becomes ${show(after)}`;
}

/** A value on one line; lists without brackets, an empty one as `none`. */
export function show(value: unknown): string {
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value.join(", ") || "none";
  return JSON.stringify(value) ?? "nothing";
}
