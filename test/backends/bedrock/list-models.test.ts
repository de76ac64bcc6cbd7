import { inspect } from "node:util";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type BedrockBackendOptions, bedrockBackend } from "../../../src/backends/bedrock.ts";
import { createBackend } from "../../../src/builtins/backends.ts";
import type { Wire } from "../../../src/wire.ts";
import { type Step, startLoopback } from "../../support/loopback.ts";
import { readShared, withoutSharedData } from "../../support/shared-data.ts";

const SECRET = "canary/K7MDENG+bPxRfiCY";
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: SECRET };

async function listing(step: Step, more: BedrockBackendOptions = {}) {
  const server = await startLoopback({ "/foundation-models": step });
  const backend = bedrockBackend({ region: "eu-west-1", baseUrl: server.url, credentials, ...more });
  onTestFinished(async () => {
    await backend.close();
    await server.close();
  });
  return { server, ids: backend.models?.() };
}

/** Where the models are asked for, of a backend called at this address. */
async function askedAt(baseUrl: string, region?: string): Promise<unknown> {
  vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK", undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  let asked: unknown;
  const wire: Wire = {
    send: ({ method, url }) => {
      asked = `${method} ${url}`;
      return Promise.reject(new Error("nothing is sent"));
    },
    close: () => Promise.resolve(),
  };
  await bedrockBackend({ baseUrl, region, credentials, wire })
    .models?.()
    .catch(() => undefined);
  return asked;
}

describe("the models of an account at Bedrock", () => {
  it("are listed, signed, without what is no model", async () => {
    const rows = [{ modelId: "amazon.nova-lite-v1:0" }, null, { modelName: "no id" }, { modelId: "b", modelName: 7 }];
    const { server, ids } = await listing({ json: { modelSummaries: rows } });
    expect(await ids).toEqual(["amazon.nova-lite-v1:0", "b"]);
    const [request] = server.requests;
    expect(request).toMatchObject({ method: "GET", body: "" });
    expect(request?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d+\/eu-west-1\/bedrock\//,
    );
  });

  it.skipIf(withoutSharedData !== undefined)("are all that a real list has", async () => {
    const json = await readShared("model-lists/bedrock.ListFoundationModels.reassembled.json");
    const { ids } = await listing({ json });
    expect(new Set(await ids).size).toBe(113);
  });

  it("are asked for with an API key where there is one, through createBackend too", async () => {
    const server = await startLoopback({ "/foundation-models": { json: { modelSummaries: [{ modelId: "a" }] } } });
    const backend = createBackend({ provider: "bedrock", baseUrl: server.url, apiKey: "canary-bedrock-key", env: {} });
    expect(await backend.models?.()).toEqual(["a"]);
    expect(server.requests[0]?.headers.authorization).toBe("Bearer canary-bedrock-key");
    await backend.close();
    await server.close();
  });

  it("are asked for where AWS lists them, which is not where it is called", async () => {
    const runtime = (region: string, more = "") => `https://bedrock-runtime${more}.${region}.amazonaws.com`;
    expect(await askedAt(runtime("eu-west-1"))).toBe("GET https://bedrock.eu-west-1.amazonaws.com/foundation-models");
    expect(await askedAt(runtime("us-east-1", "-fips"))).toBe(
      "GET https://bedrock-fips.us-east-1.amazonaws.com/foundation-models",
    );
    expect(await askedAt("https://proxy.example/aws", "eu-west-1")).toBe(
      "GET https://proxy.example/aws/foundation-models",
    );
  });

  it.each([
    [{ status: 403, json: { message: `no: ${SECRET}` } }, "forbidden", "credential"],
    [{ status: 429, headers: { "x-amzn-errortype": "ThrottlingException" }, json: {} }, "rate_limited", "target"],
    [{ json: { models: [] } }, "malformed_answer", "target"],
    [{ body: "<html>" }, "malformed_answer", "target"],
    [{ reset: "before" as const }, "unreachable", "target"],
  ])("are an error that names the account and shows no key: %j", async (step, code, fault) => {
    const { ids } = await listing(step);
    const error = await ids?.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, fault, target: "bedrock" });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(SECRET);
  });
});
