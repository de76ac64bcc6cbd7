import { writeFile } from "node:fs/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { CallTimeouts } from "../../../src/backend.ts";
import { bedrockBackend } from "../../../src/backends/bedrock.ts";
import type { Wire } from "../../../src/wire.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const ASKED = { messages: [{ role: "user" as const, content: "hello" }] };
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "canary/K7MDENG+bPxRfiCY" };

/** The deadlines the wire is given for a call, which then fails. */
async function given(timeouts: CallTimeouts | undefined, isStream: boolean): Promise<CallTimeouts | undefined> {
  let told: CallTimeouts | undefined;
  const wire: Wire = {
    send: (_request, options) => {
      told = options.timeouts;
      return Promise.reject(new Error("nothing is sent"));
    },
    close: () => Promise.resolve(),
  };
  const backend = bedrockBackend({ region: "eu-west-1", credentials, wire });
  const options = timeouts === undefined ? {} : { timeouts };
  const call = isStream
    ? backend.stream("m", ASKED, options)[Symbol.asyncIterator]().next()
    : backend.generate("m", ASKED, options);
  await expect(call).rejects.toThrow();
  return told;
}

/** An account whose credentials come from a program that does not answer. */
async function silentCredentials(): Promise<void> {
  const folder = await tempFolder();
  const program = `"${process.execPath}" -e "setTimeout(() => undefined, 3000)"`;
  await writeFile(`${folder}/config`, `[profile silent]\ncredential_process = ${program}\n`);
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_BEARER_TOKEN_BEDROCK"])
    vi.stubEnv(name, undefined);
  vi.stubEnv("AWS_CONFIG_FILE", `${folder}/config`);
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", `${folder}/none`);
  vi.stubEnv("AWS_PROFILE", "silent");
  onTestFinished(() => void vi.unstubAllEnvs());
}

describe("the deadlines of a call to Bedrock", () => {
  it("leave an answer that comes whole all the time for its beginning, and a stream what was said", async () => {
    expect(await given(undefined, false)).toMatchObject({ firstContentMs: 600_000 });
    expect(await given({ totalMs: 90_000 }, false)).toMatchObject({ totalMs: 90_000, firstContentMs: 90_000 });
    expect(await given({ firstContentMs: 5_000 }, false)).toMatchObject({ firstContentMs: 5_000 });
    expect(await given({ totalMs: 90_000 }, true)).toEqual({ totalMs: 90_000 });
  });

  it("hold while the SDK looks for credentials, and so does giving up", async () => {
    await silentCredentials();
    const backend = bedrockBackend({ region: "eu-west-1" });
    const late = { code: "total_timeout", fault: "target", retryable: true, target: "bedrock/m" };
    const timeouts = { totalMs: 60 };
    await expect(backend.generate("m", ASKED, { timeouts })).rejects.toMatchObject(late);
    await expect(backend.stream("m", ASKED, { timeouts })[Symbol.asyncIterator]().next()).rejects.toMatchObject(late);
    await expect(backend.models?.({ timeouts })).rejects.toMatchObject({ ...late, target: "bedrock" });
    const signal = AbortSignal.timeout(60);
    await expect(backend.generate("m", ASKED, { signal })).rejects.toMatchObject({ code: "aborted", fault: "caller" });
    await backend.close();
  });
});
