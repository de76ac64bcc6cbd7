import { providers } from "../../builtins/providers.ts";
import type { Provider } from "../../provider.ts";

/** The provider whose own address in OpenAI's dialect this is. */
export function providerAt(address: string): Provider | undefined {
  const wanted = plain(address);
  return [...providers.values()].find(
    ({ baseUrl, dialect, isLocal = false }) =>
      dialect === "openai" && !isLocal && baseUrl !== undefined && plain(baseUrl) === wanted,
  );
}

/** The provider whose family of names a model belongs to; `undefined` where none or several claim it. */
export function providerByFamily(model: string): Provider | undefined {
  const owners = [...providers.values()].filter(({ families = [] }) => families.some((name) => model.startsWith(name)));
  return owners.length === 1 ? owners[0] : undefined;
}

function plain(address: string): string {
  return address.toLowerCase().replace(/\/+$/, "");
}
