import { findProvider } from "../../builtins/providers.ts";
import type { BackendConfig, Config } from "../../config.ts";
import { nearest } from "../../util/nearest.ts";
import { implicitBackend } from "../implicit-backend.ts";
import { isPlaceholder } from "../placeholder.ts";
import { splitTarget } from "../target.ts";
import type { Drop } from "./policy.ts";

/** A backend and one of its model ids, or why a target does not lead there. */
export type FoundTarget =
  | { readonly id: string; readonly backend: BackendConfig; readonly model: string }
  | { readonly id: string; readonly drop: Drop };

/** The backend with a name: one of the config's, else the provider's whose name or alias it is. */
export function findBackend({ backends }: Config, name: string): BackendConfig | undefined {
  const written = backends.get(name);
  if (written !== undefined) return written;
  const provider = findProvider(name);
  if (provider === undefined) return implicitBackend(name);
  const known = backends.get(provider.name);
  // A backend that only bears the provider's name may be an account elsewhere.
  return known?.provider.name === provider.name && known.isImplicit ? known : implicitBackend(provider.name);
}

/** Where a target leads. */
export function findTarget(config: Config, target: string): FoundTarget {
  const parts = splitTarget(target);
  if (parts === undefined) {
    const reason = isPlaceholder(target) ? BLANK : `"${target}" is no target; expected backend/model-id`;
    return { id: target, drop: { code: isPlaceholder(target) ? "placeholder" : "unknown_backend", reason } };
  }
  if (isPlaceholder(parts.backend) || isPlaceholder(parts.model)) {
    return { id: target, drop: { code: "placeholder", reason: BLANK } };
  }
  const backend = findBackend(config, parts.backend);
  if (backend === undefined) return { id: target, drop: unknownBackend(config, parts.backend) };
  const id = `${backend.name}/${parts.model}`;
  if (isPlaceholder(backend.provider.name)) return { id, drop: { code: "placeholder", reason: BLANK } };
  if (!backend.enabled) {
    return { id, drop: { code: "disabled", reason: `the backend ${backend.name} is switched off in the config` } };
  }
  return { id, backend, model: parts.model };
}

const BLANK = "it is a blank of a template that is not filled in";

function unknownBackend({ backends }: Config, name: string): Drop {
  const near = nearest(name, backends.keys());
  const hint = near.length === 0 ? "" : `; did you mean ${near.join(", ")}?`;
  return { code: "unknown_backend", reason: `"${name}" is no backend of the config and no provider${hint}` };
}
