import { writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { EVERY_DIALECT, SAID } from "../backends/support/every-dialect.ts";
import { type Certificate, createAuthority } from "../support/certificate.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { startWorker } from "../support/worker.ts";

/** A server that answers as OpenAI does, behind TLS. */
async function serve(certificate: Certificate): Promise<{ port: number; connections: () => number }> {
  let connections = 0;
  const { whole = "", stream = Buffer.alloc(0) } = EVERY_DIALECT.openai ?? {};
  const server = createServer(certificate, async (request, response) => {
    let asked = "";
    for await (const piece of request) asked += piece;
    const isStream = JSON.parse(asked).stream === true;
    response.writeHead(200, { "content-type": isStream ? "text/event-stream" : "application/json" });
    response.end(isStream ? stream : whole);
  });
  server.on("secureConnection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

/** What a process of its own hears from each address, if it trusts these authorities beside the usual ones. */
async function heard(trusted: readonly string[], ...urls: readonly string[]): Promise<Record<string, unknown>[]> {
  const file = `${await tempFolder()}/authorities.pem`;
  await writeFile(file, trusted.join("\n"));
  vi.stubEnv("NODE_EXTRA_CA_CERTS", trusted.length === 0 ? undefined : file);
  onTestFinished(() => void vi.unstubAllEnvs());
  const worker = await startWorker("wire/programs/call-securely.ts", ...urls);
  expect(await worker.ended).toBe(0);
  return worker.lines.map((line) => JSON.parse(line));
}

describe("TLS", () => {
  it("carries calls and streams on one connection, to a server whose authority NODE_EXTRA_CA_CERTS names", async () => {
    const authority = createAuthority("an authority of our own");
    const server = await serve(authority.issue({ ip: "127.0.0.1" }));
    expect(await heard([authority.cert], `https://127.0.0.1:${server.port}`)).toEqual([{ heard: [SAID, SAID, SAID] }]);
    expect(server.connections()).toBe(1);
  });

  it("is refused where the certificate is nobody's, expired, not valid yet or another host's, saying what to do", async () => {
    const authority = createAuthority("an authority of our own");
    const ip = "127.0.0.1";
    const servers = [
      await serve(createAuthority("somebody else").issue({ ip })),
      await serve(authority.issue({ ip, fromDay: -2, toDay: -1 })),
      await serve(authority.issue({ ip, fromDay: 1, toDay: 2 })),
      await serve(authority.issue({ dns: "elsewhere.test" })),
    ];
    const urls = servers.map(({ port }) => `https://127.0.0.1:${port}`);
    const told = await heard([authority.cert], ...urls);
    const says = [
      "certificate not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE); if it is of an authority of your own, or of a proxy on " +
        "the way, start with NODE_EXTRA_CA_CERTS set to a file that holds the authority's certificate (PEM)",
      "certificate expired or not valid yet (CERT_HAS_EXPIRED); the server needs a new one, if the clock of this machine is right",
      "certificate expired or not valid yet (CERT_NOT_YET_VALID); the server needs a new one, if the clock of this machine is right",
      "certificate of another host (ERR_TLS_CERT_ALTNAME_INVALID); check the address: it must be a name that stands in the certificate",
    ];
    expect(told).toEqual(
      says.map((what, index) => ({
        isCallError: true,
        code: "unreachable",
        fault: "target",
        retryable: false,
        message: `openai/m: cannot reach ${urls[index]}: ${what}`,
      })),
    );
  });

  it("trusts no authority of its own accord", async () => {
    const server = await serve(createAuthority("an authority of our own").issue({ ip: "127.0.0.1" }));
    const [told] = await heard([], `https://127.0.0.1:${server.port}`);
    expect(told).toMatchObject({ code: "unreachable", retryable: false });
    expect(told?.message).toContain("NODE_EXTRA_CA_CERTS");
  });
});
