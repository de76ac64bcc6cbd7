import { findProvider } from "../../builtins/providers.ts";
import { given } from "../../util/given.ts";
import type { Draft, DraftBackend } from "./draft.ts";

/** Where and as whom models are called: two entries with equal accounts run on one backend. */
export type Account = Omit<DraftBackend, "models" | "rate_limits" | "before" | "trailing">;

/** What one entry may do at its account. */
export interface Limits {
  requests_per_minute?: number | undefined;
  tokens_per_minute?: number | undefined;
  concurrent?: number | undefined;
}

interface UseOptions {
  readonly limits?: Limits;
  /** The name it would best have. @default what its provider or address is called */
  readonly wish?: string | undefined;
  /** Called where limits are added to those of entries before. */
  readonly onSum?: () => void;
}

/** The backends of a draft, one for each account. */
export class Accounts {
  readonly #draft: Draft;
  readonly #names = new Map<string, string>();
  readonly #owners = new Map<string, string>();

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  /**
   * The name of the backend for an account, made where there is none yet. Limits of several entries at one account
   * are added up; entries with a limit and those without never share a backend.
   */
  use(account: Account, { limits = {}, wish, onSum }: UseOptions = {}): string {
    const plain = given(account);
    const allowed = given(limits);
    const identity = JSON.stringify([Object.entries(plain).sort(), Object.keys(allowed).sort()]);
    const name = this.#names.get(identity) ?? this.#freeName(account, wish);
    this.#names.set(identity, name);
    const backend: DraftBackend = this.#draft.backends.get(name) ?? { ...(plain as Account), models: new Map() };
    this.#draft.backends.set(name, backend);
    if (backend.rate_limits !== undefined) onSum?.();
    for (const [limit, amount] of Object.entries(allowed)) {
      const limited = backend.rate_limits ?? {};
      backend.rate_limits = { ...limited, [limit]: (limited[limit] ?? 0) + amount };
    }
    return name;
  }

  /** What the draft says of a model at a backend, to be added to. */
  facts(backend: string, modelId: string): Record<string, unknown> {
    const { models } = this.#draft.backends.get(backend) as DraftBackend;
    const facts = models.get(modelId) ?? {};
    models.set(modelId, facts);
    return facts;
  }

  /** Whether a variable is free for a key that is kept elsewhere under a name, or stands for that very key already. */
  claim(variable: string, owner: string): boolean {
    const known = this.#owners.get(variable) ?? owner;
    this.#owners.set(variable, known);
    return known === owner;
  }

  #freeName(account: Account, wish: string | undefined): string {
    const base = backendName(wish ?? (account.provider === "custom" ? hostName(account.base_url) : account.provider));
    const owner = findProvider(base);
    const isMisleading = owner !== undefined && owner.name !== account.provider;
    const first = isMisleading ? `${base}-compatible` : base;
    let name = first;
    for (let count = 2; this.#draft.backends.has(name); count++) name = `${first}-${count}`;
    return name;
  }
}

/** A name that a backend may have: letters, digits, `-`, `_` and `.`. */
function backendName(wish: string): string {
  const name = wish
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}_.-]+/gu, "-")
    .replace(/^[-.]+|[-.]+$/g, "")
    .slice(0, 64);
  return name === "" ? "backend" : name;
}

/** What a service is called by its address: `minimax` for `https://api.minimax.io/v1`, `vllm` for `${VLLM_BASE_URL}`. */
function hostName(address = ""): string {
  const [, variable] = /\$\{([A-Za-z0-9_]+)/.exec(address) ?? [];
  if (variable !== undefined) {
    const word = variable.toLowerCase().replace(/_?(api_?)?(base_?url|base|endpoint|url|host)$/, "");
    return word === "" ? "custom" : word.replaceAll("_", "-");
  }
  if (!URL.canParse(address)) return "custom";
  const { hostname, port } = new URL(address);
  const isBare = !hostname.includes(".") || /^[\d.]+$|^\[/.test(hostname);
  if (isBare) {
    const machine = /^(localhost|0\.0\.0\.0|127\.|\[)/.test(hostname) ? "local" : hostname;
    return port === "" || machine !== "local" ? machine : `${machine}-${port}`;
  }
  const labels = hostname.split(".").filter((label) => !["www", "api", "inference", "gateway"].includes(label));
  return labels.length > 1 ? (labels[0] as string) : hostname;
}
