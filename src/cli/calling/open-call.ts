import type { ChatRequest } from "../../chat.ts";
import type { ModelManager } from "../../manager.ts";
import type { Router, RouterCallOptions } from "../../router.ts";
import { leadTo } from "./lead-to.ts";

/** A router, and how it is asked. */
export interface OpenCall {
  readonly router: Router;
  /** An exposed model, a model of the registry, or a target. */
  readonly name: string;
  /** What every request begins with, where the router does not see to that itself. */
  readonly parameters: Omit<ChatRequest, "messages">;
  readonly options: RouterCallOptions;
}

/** How people say on the command line where a request may go. */
export interface CallChoice {
  readonly via?: string | undefined;
  readonly strategy?: string | undefined;
  /** USD. */
  readonly maxCost?: number | undefined;
}

/**
 * A router for one command, closed with its manager; by `via`, to the one target that is there.
 * @throws {RouteError} @throws {ConnectorError} when `via` has no such model
 */
export async function openCall(
  name: string,
  manager: ModelManager,
  { via, strategy, maxCost }: CallChoice,
): Promise<OpenCall> {
  const options: RouterCallOptions = {
    ...(strategy !== undefined && { strategy }),
    ...(maxCost !== undefined && { maxCost }),
  };
  if (via === undefined) return { router: await manager.router(), name, parameters: {}, options };
  const { route, target } = leadTo(name, manager, via);
  const { known, extra } = target.parameters;
  const { retry, timeouts } = route;
  return {
    router: await manager.router(),
    name: target.id,
    parameters: { ...known, extra },
    options: { ...options, retry, timeouts },
  };
}
