// A gateway of one's own over a router; on the command line the same is `modelmall serve`.

export type { Gateway, IdempotencyOptions, ServeOptions, ServerKey, ServerTimeouts } from "../server.ts";
export { serve } from "./serve.ts";
