import type { Backend } from "../../backend.ts";
import { CallError } from "../../call-error.ts";
import { redactText } from "../../util/redact-text.ts";
import type { Unable } from "../calling/next-attempt.ts";
import type { Account } from "./accounts.ts";

/** The backend of an account, opened where it is not yet. @throws {CallError} where it cannot be; another target may do better */
export function backendAt({ connection }: Account, target: string): Backend {
  try {
    return connection.backend;
  } catch (error) {
    const said = redactText(error instanceof Error ? error.message : String(error));
    const message = `its backend cannot be opened: ${said}`;
    throw new CallError("provider_error", message, { fault: "target", target, cause: error });
  }
}

/** Which spots cannot do something, because their backend has no way to. */
export function unableWithout(operation: { readonly what: string; can(backend: Backend): boolean }): Unable {
  return ({ planned, account }) => {
    let backend: Backend;
    try {
      backend = account.connection.backend;
    } catch {
      return undefined; // what is wrong with it is told by the attempt
    }
    if (operation.can(backend)) return undefined;
    return `the backend ${planned.target.backend.name} cannot do ${operation.what}`;
  };
}
