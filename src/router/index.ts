// A router of one's own; a manager makes one over its registry and config: `manager.router()`.

export type { AccountSettings } from "../builtins/backend-account.ts";
export type { OpenBackendOptions } from "../builtins/open-backend.ts";
// What it is made of.
export { openBackend } from "../builtins/open-backend.ts";
export { STRATEGIES_BY_NAME } from "../builtins/strategies.ts";
export type { MemoryLedgerOptions } from "../ledgers/memory.ts";
export { memoryLedger } from "../ledgers/memory.ts";
export type { RouterErrorCode, RouterErrorDetails } from "../router-error.ts";
export { RouterError } from "../router-error.ts";
export type { MemoryStateOptions } from "../states/memory.ts";
export { memoryState } from "../states/memory.ts";
export { createRouter } from "./create-router.ts";
