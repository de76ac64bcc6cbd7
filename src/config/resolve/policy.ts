import type { BackendConfig, Policy } from "../../config.ts";
import type { Facts } from "../../model.ts";
import type { DropReason } from "../../route.ts";
import { isLocalTarget } from "./is-local.ts";
import { type PriceQuestion, type Rate, rateAt } from "./rate.ts";

/** Why a target is not called: stable, and as part of a sentence. */
export interface Drop {
  readonly code: DropReason;
  readonly reason: string;
}

/** Which of a policy's rules a backend does not fulfil for a model, all but its price; what is not known does not fulfil. */
export function refusedByPolicy(policy: Policy, backend: BackendConfig, facts: Facts): Drop | undefined {
  return (
    refusedProvider(policy, backend) ??
    refusedRegion(policy, backend) ??
    (policy.localOnly === true && !isLocalTarget(backend, facts)
      ? { code: "not_local", reason: "the policy is local only, and it does not run on this machine" }
      : undefined) ??
    refusedTraining(policy, backend, facts)
  );
}

/** Why a target costs more than a policy allows at a time, or may; absent where it does not. */
export function refusedByPrice({ maxPrice }: Policy, facts: Facts, question: PriceQuestion): Drop | undefined {
  if (maxPrice === undefined) return undefined;
  for (const rate of ["input", "output"] as const) {
    const most = maxPrice[rate];
    const price = most === undefined ? null : rateAt(facts.pricing, rate, question);
    // What does not apply to a model (`null`: an embedding has no output) costs nothing.
    if (most === undefined || price === null || (price !== undefined && price <= most)) continue;
    return { code: "price", reason: overpriced(rate, price, most) };
  }
  return undefined;
}

function overpriced(rate: Rate, price: number | undefined, most: number): string {
  const cap = `the policy allows ${most} USD per million tokens of ${rate}`;
  return price === undefined ? `${cap}, and its price is not known` : `${cap}, and it asks ${price}`;
}

function refusedProvider({ allowedProviders, deniedProviders = [] }: Policy, backend: BackendConfig): Drop | undefined {
  const { name, provider } = backend;
  const names = [name, provider.name, ...(provider.aliases ?? [])];
  const denied = deniedProviders.find((one) => names.includes(one));
  if (denied !== undefined) return { code: "denied_provider", reason: `the policy denies ${denied}` };
  if (allowedProviders === undefined || allowedProviders.some((one) => names.includes(one))) return undefined;
  const allowed = allowedProviders.length === 0 ? "none" : `only ${allowedProviders.join(", ")}`;
  return { code: "denied_provider", reason: `of providers, the policy allows ${allowed}` };
}

function refusedRegion({ regions }: Policy, { region, dataPolicy }: BackendConfig): Drop | undefined {
  if (regions === undefined) return undefined;
  const wanted = `the policy allows the regions ${regions.join(", ")} only`;
  const stated = dataPolicy.regions ?? (region === undefined ? [] : [region]);
  if (stated.length === 0) return { code: "region", reason: `${wanted}, and its region is not known` };
  // Data may go to any of the regions a backend states, so all of them must be allowed.
  const outside = stated.find((one) => !regions.some((allowed) => liesIn(one, allowed)));
  return outside === undefined ? undefined : { code: "region", reason: `${wanted}, and it is in ${outside}` };
}

// `eu-west-1` lies in `eu`.
function liesIn(region: string, allowed: string): boolean {
  const [inner, outer] = [region.toLowerCase(), allowed.toLowerCase()];
  return inner === outer || inner.startsWith(`${outer}-`);
}

function refusedTraining({ noTraining }: Policy, backend: BackendConfig, facts: Facts): Drop | undefined {
  const { trainsOnData } = backend.dataPolicy;
  if (noTraining !== true || trainsOnData === false) return undefined;
  if (trainsOnData === undefined && isLocalTarget(backend, facts)) return undefined;
  const what = trainsOnData === true ? "it trains on what it is sent" : "nothing says that it does not train on it";
  return { code: "trains_on_data", reason: `the policy keeps data from being trained on, and ${what}` };
}
