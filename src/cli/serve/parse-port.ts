import { InvalidArgumentError } from "commander";

/** Where the gateway listens unless it is told otherwise. */
export const DEFAULT_PORT = 8_787;

const HIGHEST_PORT = 65_535;

/** A port as it is typed; 0 is any that is free. @throws {InvalidArgumentError} */
export function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= HIGHEST_PORT) return port;
  throw new InvalidArgumentError(`expected a whole number from 0 to ${HIGHEST_PORT}`);
}
