import type { Connector } from "../connector.ts";
import { openai } from "../connectors/openai.ts";

/** The connectors that come with the package. They are pure and small, so they need no lazy import. */
export const CONNECTORS = [openai] as const satisfies readonly Connector[];
