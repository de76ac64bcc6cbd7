import type { Exchange } from "./exchange.ts";

/** Whether the process answers at all; nobody else is asked. */
export function livez(exchange: Exchange): void {
  exchange.json(200, { status: "ok" });
}

/** Whether it takes calls; nobody else is asked. */
export function readyz(exchange: Exchange): void {
  const { isClosing } = exchange.parts;
  exchange.json(isClosing ? 503 : 200, { status: isClosing ? "closing" : "ok" });
}
