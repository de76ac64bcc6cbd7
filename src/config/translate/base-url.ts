import type { Provider } from "../../provider.ts";
import { isPrivateNetwork } from "../../util/local-address.ts";
import type { YamlPath } from "../problem.ts";
import { type Translating, tell } from "./translating.ts";

/**
 * The address without trailing slashes; `undefined`, with an error, for what is none. Messages quote nothing of it: it
 * may hold a password, or stand in a variable.
 */
export function toBaseUrl(
  written: string,
  provider: Provider,
  path: YamlPath,
  translating: Translating,
): string | undefined {
  const address = completed(written.trim(), provider);
  const problem = problemWith(address);
  if (problem === undefined) return address.replace(/\/+$/, "");
  tell(translating, "error", "invalid_base_url", path, problem);
  return undefined;
}

/** Whether what is sent to an address can be read on the way: plain http to another machine than this or its neighbours. */
export function isOpenToReaders(baseUrl: string): boolean {
  return new URL(baseUrl).protocol === "http:" && !isPrivateNetwork(baseUrl);
}

/** An address without a scheme in the form in which the provider's variable may hold it: `OLLAMA_HOST=0.0.0.0`. */
function completed(written: string, { parseBaseUrl }: Provider): string {
  if (parseBaseUrl === undefined || /^[a-z]+:\/\//i.test(written)) return written;
  try {
    return parseBaseUrl(written);
  } catch {
    // Its message speaks of the variable; what is wrong with an address is said here.
    return written;
  }
}

function problemWith(written: string): string | undefined {
  if (!/^https?:\/\//i.test(written) || !URL.canParse(written)) {
    return "expected an address that begins with http:// or https://, such as https://llm.example.com/v1";
  }
  const { username, password, search, hash } = new URL(written);
  if (username !== "" || password !== "") return "an address holds no user name or password; put the key into api_key";
  if (search !== "" || hash !== "") return "an address holds nothing after ? or #; a version belongs into api_version";
  return undefined;
}
