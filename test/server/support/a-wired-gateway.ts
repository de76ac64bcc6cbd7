import { createRouter } from "../../../src/router/create-router.ts";
import { type WiredBackend, wiredConfig } from "../../router/support/wired.ts";
import { type AGateway, type AGatewayOptions, aGateway } from "./a-gateway.ts";

/** A gateway whose backends are called over HTTP. */
export interface AWiredGateway extends AGateway {
  /** Each attempt told of: `target outcome`. */
  readonly told: readonly string[];
  /** Calls that run, by the router's own account of them. */
  running(): number;
}

/** A gateway over backends as a config makes them; its route `m` leads to all of them in order. */
export async function aWiredGateway(
  backends: Readonly<Record<string, WiredBackend>>,
  { route = "retry: { attempts: 1 }", ...options }: Omit<AGatewayOptions, "router" | "scripts"> = {},
): Promise<AWiredGateway> {
  const router = createRouter({ config: await wiredConfig(backends, { route }), env: {}, random: () => 0 });
  const told: string[] = [];
  router.onAttempt(({ target, code = "ok" }) => told.push(`${target} ${code}`));
  const gateway = await aGateway({ ...options, router });
  const running = () => router.health().targets.reduce((sum, one) => sum + one.running, 0);
  return { ...gateway, told, running, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() };
}
