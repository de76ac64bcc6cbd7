import { findProvider, ownerOf } from "../../builtins/providers.ts";
import type { BackendConfig } from "../../config.ts";
import type { Provider } from "../../provider.ts";
import { custom } from "../../providers/custom.ts";
import type { YamlPath } from "../problem.ts";
import { splitTarget } from "../target.ts";
import { hadModelList } from "../upgrade/key-by-name.ts";
import { type Translating, tell } from "./translating.ts";

const MOST_SHOWN = 8;

/** Where a model can be had, and how that is known. */
interface Finding {
  readonly targets: readonly string[];
  readonly because: string;
  /** The file has backends, and this is at none of them. */
  readonly isElsewhere?: boolean;
}

/**
 * The target a name without a backend means, with a note saying so: what the backends' own `models` list, else what the
 * catalogue lists at them, else the provider whose models are named so. Where two fit it is an error, never a guess.
 */
export function findTarget(name: string, path: YamlPath, translating: Translating): string | undefined {
  const { targets, because, isElsewhere = false } = find(name, translating);
  const [target, ...others] = targets;
  if (target !== undefined && others.length === 0) {
    const severity = isElsewhere ? "warning" : "note";
    tell(translating, severity, "found_backend", path, `no backend given; read as ${target}, ${because}`, "key");
    return target;
  }
  if (target !== undefined) {
    const list = `${targets.slice(0, MOST_SHOWN).join(", ")}${targets.length > MOST_SHOWN ? ", …" : ""}`;
    const message = `no backend given, and ${targets.length} fit: ${list}; write the one you mean as backend`;
    tell(translating, "error", "ambiguous_backend", path, message, "key");
    return undefined;
  }
  const isOld = hadModelList(translating.raw);
  const result = isOld ? ", so nothing can be asked of it" : "";
  const message = `no backend given, and none is known for this name${result}; ${adviceFor(name, translating)}`;
  tell(translating, isOld ? "warning" : "error", "backend_not_found", path, message, "key");
  return undefined;
}

function find(name: string, translating: Translating): Finding {
  const itself = asTarget(name, translating);
  if (itself !== undefined) return { targets: [itself], because: "which is its name" };
  const owner = ownerOf(name);
  const listed = listedByBackends(name, translating);
  if (listed.length > 0) return { targets: narrowed(listed, owner, translating), because: "whose models list it" };
  const known = listedByCatalogue(name, translating);
  if (known.length > 0) return { targets: narrowed(known, owner, translating), because: "where the registry lists it" };
  if (owner === undefined || /[*:/]/.test(name)) return { targets: [], because: "" };
  return namedByOwner(name, owner, translating);
}

function namedByOwner(name: string, owner: Provider, translating: Translating): Finding {
  const because = `for ${owner.title} names its models so`;
  const all = writtenDown(translating);
  const own = all.filter((backend) => isAt(backend, owner));
  if (own.length > 0) return { targets: own.map((backend) => `${backend.name}/${name}`), because };
  const targets = [`${owner.name}/${name}`];
  if (all.length === 0) return { targets, because };
  const advice = `though no backend here is at ${owner.title}; write backend: BACKEND/MODEL-ID if another is meant`;
  return { targets, because: `${because}, ${advice}`, isElsewhere: true };
}

function asTarget(name: string, { backends }: Translating): string | undefined {
  const backend = splitTarget(name)?.backend;
  if (backend === undefined) return undefined;
  return backends.has(backend) || findProvider(backend) !== undefined ? name : undefined;
}

function listedByBackends(name: string, translating: Translating): string[] {
  return writtenDown(translating)
    .filter(({ models }) => models.has(name))
    .map((backend) => `${backend.name}/${name}`);
}

function listedByCatalogue(name: string, translating: Translating): string[] {
  const own = writtenDown(translating);
  const targets = translating.catalogue.find(name).flatMap((listed) => {
    const { backend: author = "", model = "" } = splitTarget(listed) ?? {};
    const provider = findProvider(author);
    if (provider === undefined) return [];
    if (own.length === 0) return [`${provider.name}/${model}`];
    return own.filter((backend) => isAt(backend, provider)).map((backend) => `${backend.name}/${model}`);
  });
  return [...new Set(targets)];
}

/** Of several targets those at the provider whose models are named so, where there are such. */
function narrowed(
  targets: readonly string[],
  owner: Provider | undefined,
  { backends }: Translating,
): readonly string[] {
  if (owner === undefined || targets.length < 2) return targets;
  const own = targets.filter((target) => {
    const name = splitTarget(target)?.backend ?? "";
    const backend = backends.get(name);
    return backend === undefined ? findProvider(name) === owner : isAt(backend, owner);
  });
  return own.length === 0 ? targets : own;
}

/** The backends of the file: those switched on, or all where none is. */
function writtenDown({ backends }: Translating): BackendConfig[] {
  const own = [...backends.values()].filter(({ isImplicit }) => !isImplicit);
  const on = own.filter(({ enabled }) => enabled);
  return on.length === 0 ? own : on;
}

// A server of one's own under a provider's name stands for the provider: targets that name it go there.
function isAt({ name, provider }: BackendConfig, wanted: Provider): boolean {
  return provider === wanted || (provider.name === custom.name && findProvider(name) === wanted);
}

function adviceFor(name: string, { catalogue }: Translating): string {
  if (name.includes("*")) return `a name with a "*" needs one, such as backend: openai/*`;
  const near = catalogue.nearest(name).slice(0, 3);
  return near.length === 0
    ? "write backend: BACKEND/MODEL-ID"
    : `write backend: BACKEND/MODEL-ID; did you mean ${near.join(", ")}?`;
}
