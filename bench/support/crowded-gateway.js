// A gateway with little room before a model that takes its time. Run by `startServer`.
import { fakeBackend } from "../../dist/backends/fake.js";
import { createRouter, parseConfig, serve } from "./shipped.js";

const [room, takesMs] = process.argv.slice(2).map(Number);

const router = createRouter({
  config: await parseConfig("backends:\n  a: { provider: openai, api_key: none }\nmodels:\n  m: { backend: a/x }\n"),
  backends: { a: fakeBackend({ text: "well", delayMs: takesMs }) },
});
const gateway = await serve({ router, maxInFlight: room, maxQueue: 0, port: 0 });
process.send?.({ port: gateway.address.port });
