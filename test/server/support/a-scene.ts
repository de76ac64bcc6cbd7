import { type Serve, startUpstream, well } from "../../router/support/upstream.ts";
import { startRawServer } from "../../support/raw-server.ts";
import { aWiredGateway } from "./a-wired-gateway.ts";

/** A gateway before a provider, and a place to which nobody may be sent. */
export async function aScene(answer: Serve = well, options: Parameters<typeof aWiredGateway>[1] = {}) {
  const elsewhere = await startRawServer((socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"));
  const provider = await startUpstream(answer);
  const gateway = await aWiredGateway({ a: { url: `${provider.url}/v1` } }, options);
  return {
    ...gateway,
    provider,
    elsewhere,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await elsewhere[Symbol.asyncDispose]();
    },
  };
}
