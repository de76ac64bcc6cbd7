import { findProvider, providers } from "../../builtins/providers.ts";
import type { Provider } from "../../provider.ts";
import { type CustomDialect, custom, customProvider } from "../../providers/custom.ts";
import { nearest } from "../../util/nearest.ts";
import { implicitBackend } from "../implicit-backend.ts";
import { isPlaceholder } from "../placeholder.ts";
import type { YamlPath } from "../problem.ts";
import { type Translating, tell, tellPlaceholder } from "./translating.ts";

/** The provider of a backend; where it names none that is known, a custom one in its stead. */
export function toProvider(
  name: string,
  {
    provider: written,
    dialect,
  }: { readonly provider?: string | undefined; readonly dialect?: CustomDialect | undefined },
  path: YamlPath,
  translating: Translating,
): { provider: Provider; isPlaceholder: boolean } {
  const place = [...path, "provider"];
  const standIn = { provider: customProvider(dialect ?? "openai"), isPlaceholder: false };
  if (translating.isUnset(place)) return standIn;
  const meant = written ?? name;
  if (isPlaceholder(meant)) {
    if (written !== undefined) tellPlaceholder(translating, place, written);
    return { ...standIn, isPlaceholder: true };
  }
  if (meant === custom.name) return standIn;
  const known = findProvider(meant) ?? implicitBackend(meant)?.provider;
  if (known !== undefined) return { provider: known, isPlaceholder: false };
  const advice = adviceFor(meant);
  if (written === undefined) {
    const message = `no provider given, and ${JSON.stringify(name)} is none modelmall knows; ${advice}`;
    tell(translating, "error", "missing_provider", path, message, "key");
  } else tell(translating, "error", "unknown_provider", place, `modelmall knows no such provider; ${advice}`);
  return standIn;
}

function adviceFor(name: string): string {
  const names = [...providers.values()].flatMap((provider) => [provider.name, ...(provider.aliases ?? [])]);
  const near = nearest(name, names);
  const known =
    near.length === 0 ? `the known ones are ${[...providers.keys()].join(", ")}` : `did you mean ${near.join(", ")}?`;
  const separator = near.length === 0 ? "; for" : " For";
  return `${known}${separator} another service write provider: custom and its base_url`;
}
