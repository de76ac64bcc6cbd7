import { providers } from "../../builtins/providers.ts";
import { type Environment, readEnv } from "../../util/env.ts";
import { redactUrl } from "../../util/redact-text.ts";
import { broken, type Finding, note, ok } from "./finding.ts";

const OLDEST_NODE = [20, 19] as const;
const PROXIES = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];

/** Whether this Node.js is new enough. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const isNew = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const message = `Node.js ${version}`;
  return isNew
    ? ok("node", message)
    : broken("node", `${message} is too old; install ${OLDEST_NODE.join(".")} or newer`);
}

/** Which keys are set, by the names of their variables; never their values. */
export function checkKeys(env: Environment): Finding {
  const variables = new Set([...providers.values()].flatMap(({ keyVariables }) => keyVariables));
  const set = [...variables].filter((name) => readEnv(env, name) !== undefined);
  if (set.length > 0) return ok("keys", `set: ${set.join(", ")}`);
  return note("keys", "none is set; without one, only local and public services answer (OPENAI_API_KEY, …)");
}

/** Which proxies requests go through. */
export function checkProxies(env: Environment): Finding[] {
  return PROXIES.flatMap((name) => {
    const set = [name.toLowerCase(), name].find((variable) => readEnv(env, variable) !== undefined);
    const value = set === undefined ? undefined : readEnv(env, set);
    if (set === undefined || value === undefined) return [];
    if (name === "NO_PROXY") return [ok("proxy", `${set}=${value}`)];
    return URL.canParse(value)
      ? [ok("proxy", `${set}=${redactUrl(value)}`)]
      : [broken("proxy", `${set} is no address; expected one like http://proxy.example:8080`)];
  });
}
