// What is measured is what is shipped.
export { tuneCollector } from "../../dist/cli/serve/tune-collector.js";
export { parseConfig } from "../../dist/config/load.js";
export { memoryLedger } from "../../dist/ledgers/memory.js";
export { createRouter } from "../../dist/router/create-router.js";
export { serve } from "../../dist/server/serve.js";
export { Secret } from "../../dist/util/secret.js";
