import { afterEach, describe, expect, it, vi } from "vitest";
import { parseFacts } from "../../src/model.ts";
import { translateBedrockModel } from "../../src/sources/bedrock/translate-model.ts";
import { bedrock } from "../../src/sources/bedrock.ts";
import { sourceContract } from "../../src/testing/source-kit.ts";
import { report } from "../support/a-source.ts";
import { type Loopback, type Step, startLoopback } from "../support/loopback.ts";
import { readShared, withoutSharedData } from "../support/shared-data.ts";
import { TinyImporter } from "../support/tiny-importer.ts";

const SECRET = "canary-7f3a91c2d4";
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: SECRET };
const open: Loopback[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of open.splice(0)) await server.close();
});

async function serve(step: Step): Promise<Loopback> {
  const server = await startLoopback({ "/foundation-models": step });
  open.push(server);
  return server;
}

const nova = {
  modelArn: "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
  modelId: "amazon.nova-lite-v1:0",
  modelName: "Nova Lite",
  providerName: "Amazon",
  inputModalities: ["TEXT", "IMAGE", "VIDEO"],
  outputModalities: ["TEXT"],
  responseStreamingSupported: true,
  customizationsSupported: ["FINE_TUNING"],
  inferenceTypesSupported: ["ON_DEMAND"],
  modelLifecycle: { status: "LEGACY", endOfLifeTime: "2027-01-01T00:00:00Z", legacyTime: "2026-06-01T00:00:00Z" },
};
const titan = { modelId: "amazon.titan-embed-text-v2:0", outputModalities: ["EMBEDDING"] };

describe("the list of bedrock", () => {
  const contract = sourceContract({
    make: (baseUrl) => bedrock({ region: "us-east-1", baseUrl, credentials }),
    answer: () => ({ modelSummaries: [nova, titan] }),
    answerWithBrokenRow: () => ({ modelSummaries: [{ modelName: "no id" }, nova] }),
    ids: ["bedrock/amazon.nova-lite-v1:0", "bedrock/amazon.titan-embed-text-v2:0"],
  });
  for (const { name, run, skip } of contract) it.skipIf(skip !== undefined)(name, run);

  it("is asked for once, signed by the AWS SDK, and read whole", async () => {
    const server = await serve({ json: { modelSummaries: [nova] } });
    const importer = new TinyImporter();
    const source = bedrock({ region: "eu-west-1", baseUrl: server.url, credentials });
    expect((await report(source, {}, importer)).status).toBe("ok");
    expect(importer.models.get("bedrock")?.get("bedrock/amazon.nova-lite-v1:0")).toEqual({
      id: "bedrock/amazon.nova-lite-v1:0",
      provider: "bedrock",
      name: "Nova Lite",
      modalities: { input: ["text", "image", "video"], output: ["text"] },
      capabilities: {
        streaming: true,
        vision: true,
        videoInput: true,
        audio: false,
        embedding: false,
        image: false,
        video: false,
        fineTuning: true,
      },
      lifecycle: {
        status: "deprecated",
        deprecatedAt: "2026-06-01T00:00:00Z",
        retiresAt: "2027-01-01T00:00:00Z",
      },
      isLocal: false,
      connectorMetadata: {
        bedrock: {
          id: "amazon.nova-lite-v1:0",
          author: "Amazon",
          inferenceTypes: ["ON_DEMAND"],
          customizations: ["FINE_TUNING"],
        },
      },
    });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/bedrock\//),
    ]);
    expect(JSON.stringify(server.requests)).not.toContain(SECRET);
  });

  it("is asked for with a Bedrock API key, where there is one", async () => {
    const server = await serve({ json: { modelSummaries: [titan] } });
    await report(bedrock({ region: "eu-west-1", baseUrl: server.url, apiKey: SECRET }));
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${SECRET}`);
  });

  it("says who refused and never what was sent", async () => {
    const server = await serve({
      status: 403,
      json: { message: `The security token ${SECRET} is invalid.` },
      headers: { "x-amzn-errortype": "UnrecognizedClientException" },
    });
    const { error } = await report(bedrock({ region: "eu-west-1", baseUrl: server.url, apiKey: SECRET }));
    expect(error?.message).toBe(
      `bedrock: not allowed (HTTP 403 at ${server.url}/foundation-models: The security token … is invalid.); check what the key in AWS_BEARER_TOKEN_BEDROCK may read`,
    );
    expect(error).toMatchObject({ code: "source_status", status: 403, fault: "credential" });
    expect(server.requests).toHaveLength(1);
  });

  it("says what to set where the SDK finds no region or no credentials", async () => {
    for (const name of [
      "AWS_REGION",
      "AWS_DEFAULT_REGION",
      "AWS_PROFILE",
      "AWS_ACCESS_KEY_ID",
      "AWS_BEARER_TOKEN_BEDROCK",
    ])
      vi.stubEnv(name, undefined);
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
    vi.stubEnv("AWS_CONFIG_FILE", "/nowhere/config");
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere/credentials");
    const nobody = await report(bedrock({ region: "eu-west-1" }));
    expect(nobody.error).toMatchObject({ code: "source_unconfigured", fault: "credential" });
    expect(nobody.error?.message).toBe(
      "bedrock: no AWS credentials were found; set AWS_PROFILE, AWS_ACCESS_KEY_ID or AWS_BEARER_TOKEN_BEDROCK",
    );
    const nowhere = await report(bedrock({ credentials }));
    expect(nowhere.error?.message).toBe("bedrock: no AWS region is known; set AWS_REGION");
  });

  it("names its address by the region", () => {
    expect(bedrock({ region: "eu-west-1" }).address).toBe("https://bedrock.eu-west-1.amazonaws.com");
    expect(bedrock()).not.toHaveProperty("address");
  });
});

describe("translateBedrockModel", () => {
  it("leaves out what is not said or of another kind", () => {
    expect(
      translateBedrockModel({ modelId: "a.b", modelName: 7, inputModalities: "TEXT", modelLifecycle: [] }),
    ).toEqual({
      id: "bedrock/a.b",
      provider: "bedrock",
      capabilities: {},
      isLocal: false,
      connectorMetadata: { bedrock: { id: "a.b" } },
    });
    expect(translateBedrockModel({ modelId: "" })).toBeUndefined();
    expect(translateBedrockModel(null)).toBeUndefined();
  });

  it.skipIf(withoutSharedData !== undefined)("reads every row of a recorded list", async () => {
    const path = "model-lists/bedrock.ListFoundationModels.reassembled.json";
    const { modelSummaries } = (await readShared(path)) as { modelSummaries: unknown[] };
    const models = modelSummaries.map(translateBedrockModel).filter((model) => model !== undefined);
    expect(models).toHaveLength(113);
    expect(new Set(models.map(({ id }) => id)).size).toBe(113);
    for (const model of models) expect(parseFacts(model, model.id)).toEqual(model);
    expect(models.find(({ id }) => id === "bedrock/amazon.nova-2-sonic-v1:0")).toMatchObject({
      modalities: { input: ["audio"], output: ["audio", "text"] },
      capabilities: { audio: true, streaming: true },
      lifecycle: { status: "active" },
    });
    expect(models.filter(({ capabilities }) => capabilities?.embedding).length).toBeGreaterThan(0);
  });
});
