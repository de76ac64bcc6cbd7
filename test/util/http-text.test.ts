import { describe, expect, it } from "vitest";
import { createHttp } from "../../src/util/http.ts";
import { openTransport } from "../../src/util/transport.ts";
import { type Plans, startLoopback } from "../support/loopback.ts";

async function ask(plan: Plans[string], maxBytes?: number) {
  await using server = await startLoopback({ "/table.csv": plan });
  const { fetch } = openTransport({});
  const http = createHttp({
    source: "acme",
    fetch,
    signal: new AbortController().signal,
    ...(maxBytes !== undefined && { maxBytes }),
  });
  const answer = await http.text(`${server.url}/table.csv`).catch((error: Error) => error.message);
  return { answer, accept: server.requests[0]?.headers.accept, url: `${server.url}/table.csv` };
}

describe("text", () => {
  it("gives the answer as it is, and takes any kind of it", async () => {
    const { answer, accept } = await ask({ body: "\uFEFFa,b\n<1,{2\n", headers: { "content-type": "text/csv" } });
    expect(answer).toBe("a,b\n<1,{2");
    expect(accept).toBe("*/*");
  });

  it("keeps to the limits of every answer", async () => {
    const { answer, url } = await ask({ body: "x".repeat(100) }, 99);
    expect(answer).toBe(`acme: the answer at ${url} is larger than 99 bytes, and was not read further`);
  });

  it.each([
    [{ body: "" }, (url: string) => `acme: the answer at ${url} is empty; expected text`],
    [
      { body: "<!DOCTYPE html><p>log in" },
      (url: string) =>
        `acme: a web page came instead of text at ${url}; check the address, and whether the network wants you to log in first`,
    ],
  ])("says what came instead of %j", async (plan, message) => {
    const { answer, url } = await ask(plan);
    expect(answer).toBe(message(url));
  });
});
