import type { BedrockClient, ListFoundationModelsCommand } from "@aws-sdk/client-bedrock";
import { CallError } from "../../call-error.ts";
import { importPeer } from "../../util/import-peer.ts";
import { isRecord } from "../../util/record.ts";
import type { BedrockAccount } from "./account.ts";
import { carry, type SdkCall, type Sending, sdkConfig, throughSdk } from "./transport.ts";

interface Sdk {
  BedrockClient: typeof BedrockClient;
  ListFoundationModelsCommand: typeof ListFoundationModelsCommand;
}

const EMPTY = new TextEncoder().encode("{}");

/**
 * The ids of the models that Bedrock has in the account's region.
 * @throws {CallError}
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html
 */
export async function listFoundationModels(
  account: BedrockAccount,
  sending: Sending,
  call: SdkCall,
): Promise<readonly string[]> {
  const sdk = await importPeer<Sdk>("@aws-sdk/client-bedrock", "listing the models of Amazon Bedrock");
  let body: Uint8Array = EMPTY;
  const config = sdkConfig(listingAccount(account), async (request, asked) => {
    const response = await carry(request, asked, sending);
    if (response.body instanceof Uint8Array) body = response.body;
    // What the SDK would read loses every row where one is broken.
    return { ...response, body: EMPTY };
  });
  const client = new sdk.BedrockClient(config);
  try {
    await throughSdk(call, sending.secrets, (options) =>
      client.send(new sdk.ListFoundationModelsCommand({}), options as { abortSignal?: AbortSignal }),
    );
  } finally {
    client.destroy();
  }
  return idsIn(body, call.target);
}

/**
 * Models are listed at another address than they are called at: AWS' own is the SDK's to find, which knows where
 * `AWS_ENDPOINT_URL_BEDROCK` leads; a proxy is asked itself.
 */
function listingAccount(account: BedrockAccount): BedrockAccount {
  const { baseUrl = "", region } = account;
  const [, fips, own] =
    /^https:\/\/bedrock-runtime(-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/?$/.exec(baseUrl) ?? [];
  if (own === undefined) return account;
  const address = fips === undefined ? undefined : baseUrl.replace("bedrock-runtime-fips", "bedrock-fips");
  return { ...account, region: region ?? own, baseUrl: address };
}

function idsIn(body: Uint8Array, target: string): string[] {
  let answer: unknown;
  try {
    answer = JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    answer = undefined;
  }
  const rows = isRecord(answer) ? answer.modelSummaries : undefined;
  if (!Array.isArray(rows)) {
    const message = "the list of models is not what was expected: no modelSummaries; check the base URL";
    throw new CallError("malformed_answer", message, { fault: "target", retryable: true, target });
  }
  return rows.flatMap((row) =>
    isRecord(row) && typeof row.modelId === "string" && row.modelId !== "" ? row.modelId : [],
  );
}
