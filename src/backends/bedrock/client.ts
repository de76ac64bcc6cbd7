import type {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { importPeer } from "../../util/import-peer.ts";
import type { BedrockAccount } from "./account.ts";
import { carry, type SdkCall, type Sending, sdkConfig, throughSdk } from "./transport.ts";

/** What of the AWS SDK is used. */
export interface Sdk {
  BedrockRuntimeClient: typeof BedrockRuntimeClient;
  ConverseCommand: typeof ConverseCommand;
  ConverseStreamCommand: typeof ConverseStreamCommand;
  CountTokensCommand: typeof CountTokensCommand;
  InvokeModelCommand: typeof InvokeModelCommand;
}

/** The SDK with a client that signs, and sends over our wire. */
export interface Runtime {
  readonly sdk: Sdk;
  /** Sends a command as it is made by `make`. @throws {CallError} */
  send<Output>(call: SdkCall, run: (client: BedrockRuntimeClient, options: object) => Promise<Output>): Promise<Output>;
  destroy(): void;
}

/** Loads the SDK; nothing is sent, and what it reads of the environment it reads at the first call. */
export async function loadRuntime(account: BedrockAccount, sending: Sending): Promise<Runtime> {
  const sdk = await importPeer<Sdk>("@aws-sdk/client-bedrock-runtime", "calling Amazon Bedrock");
  const client = new sdk.BedrockRuntimeClient(sdkConfig(account, (request, call) => carry(request, call, sending)));
  return {
    sdk,
    send: (call, run) => throughSdk(call, sending.secrets, (options) => run(client, options)),
    destroy: () => client.destroy(),
  };
}
