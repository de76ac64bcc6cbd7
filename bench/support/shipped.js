// What is measured is what is shipped.
export { keepRequestsYoung } from "../../dist/cli/serve/keep-requests-young.js";
export { parseConfig } from "../../dist/config/load.js";
export { memoryLedger } from "../../dist/ledgers/memory.js";
export { createRouter } from "../../dist/router/create-router.js";
export { serve } from "../../dist/server/serve.js";
export { Secret } from "../../dist/util/secret.js";
