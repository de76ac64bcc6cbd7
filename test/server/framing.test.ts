import { describe, expect, it } from "vitest";
import { aGateway, KEY, KEYS } from "./support/a-gateway.ts";
import { rawConversation, rawRequest, statusesIn } from "./support/raw-request.ts";

const JSON_BODY = JSON.stringify({ model: "m", messages: [{ role: "user", content: "hello" }] });
const SIZE = JSON_BODY.length;
const CHUNKED = "Transfer-Encoding: chunked";
const inChunks = (size: string, end = "0\r\n\r\n") => `${size}\r\n${JSON_BODY}\r\n${end}`;
const HEX = SIZE.toString(16);

interface Framed {
  readonly lines: readonly string[];
  /** @default the body as it is */
  readonly body?: string;
  /** @default "HTTP/1.1" */
  readonly version?: string;
}

/** A call whose body is told to end in one way or another; the connection closes behind it. */
function framed({ lines, body = JSON_BODY, version = "HTTP/1.1" }: Framed): string {
  const head = ["Host: localhost", "Content-Type: application/json", "Connection: close", ...lines].join("\r\n");
  return `POST /v1/chat/completions ${version}\r\n${head}\r\n\r\n${body}`;
}

/** Two servers one behind the other could see different ends in each of these, and so different requests. */
const AMBIGUOUS: Readonly<Record<string, Framed>> = {
  "a length and chunks": { lines: [`Content-Length: ${SIZE}`, CHUNKED], body: inChunks(HEX) },
  "chunks and a length": { lines: [CHUNKED, "Content-Length: 4"], body: inChunks(HEX) },
  "two lengths that are the same": { lines: [`Content-Length: ${SIZE}`, `Content-Length: ${SIZE}`] },
  "a list of lengths": { lines: [`Content-Length: ${SIZE}, ${SIZE}`] },
  "a length with a sign": { lines: [`Content-Length: +${SIZE}`] },
  "a length below nothing": { lines: ["Content-Length: -1"] },
  "a length in hexadecimal": { lines: [`Content-Length: 0x${HEX}`] },
  "a length beyond any": { lines: ["Content-Length: 99999999999999999999999"] },
  "a length that is not said": { lines: ["Content-Length: "] },
  "a coding nobody knows": { lines: ["Transfer-Encoding: xchunked"], body: inChunks(HEX) },
  "chunks that are not the last coding": { lines: [`${CHUNKED}, identity`], body: inChunks(HEX) },
  "another coding below the chunks": { lines: ["Transfer-Encoding: gzip, chunked"], body: inChunks(HEX) },
  "chunks twice": { lines: [CHUNKED, CHUNKED], body: inChunks(HEX) },
  "a coding that does nothing": { lines: ["Transfer-Encoding: identity"] },
  "a coding in quotes": { lines: ['Transfer-Encoding: "chunked"'], body: inChunks(HEX) },
  "a coding behind a vertical tab": { lines: ["Transfer-Encoding:\x0bchunked"], body: inChunks(HEX) },
  "a coding on a line of its own": { lines: ["Transfer-Encoding:", " chunked"], body: inChunks(HEX) },
  "a space before the colon": { lines: ["Transfer-Encoding : chunked"], body: inChunks(HEX) },
  "chunks in HTTP/1.0, which has none": { lines: [CHUNKED], body: inChunks(HEX), version: "HTTP/1.0" },
  "a chunk of no number": { lines: [CHUNKED], body: inChunks("zz") },
  "a chunk of a negative size": { lines: [CHUNKED], body: inChunks("-1") },
  "a chunk with 0x before its size": { lines: [CHUNKED], body: inChunks(`0x${HEX}`) },
  "a chunk larger than any": { lines: [CHUNKED], body: inChunks("f".repeat(18)) },
  "a chunk that is longer than it says": { lines: [CHUNKED], body: inChunks((SIZE - 2).toString(16)) },
  "a chunk with a space behind its size": { lines: [CHUNKED], body: inChunks(`${HEX} `) },
  "a line feed alone behind a chunk's size": { lines: [CHUNKED], body: `${HEX}\n${JSON_BODY}\n0\n\n` },
  "a line feed in a chunk's extension": { lines: [CHUNKED], body: inChunks(`${HEX};a\n`) },
  "a chunk's extension without end": { lines: [CHUNKED], body: inChunks(`${HEX};a=${"b".repeat(40_000)}`) },
  "a header of two lines": { lines: ["X-A: b", " c", `Content-Length: ${SIZE}`] },
  "a carriage return alone in a header": { lines: ["X-A: b\rX-B: c", `Content-Length: ${SIZE}`] },
  "a line feed alone between headers": { lines: [`X-A: b\nContent-Length: ${SIZE}`] },
  "a NUL in a header": { lines: ["X-A: b\0c", `Content-Length: ${SIZE}`] },
  "a NUL in a header's name": { lines: ["X-\0A: b", `Content-Length: ${SIZE}`] },
  "a space in a header's name": { lines: ["X A: b", `Content-Length: ${SIZE}`] },
  "a header without a colon": { lines: ["X-A", `Content-Length: ${SIZE}`] },
};

describe("a request's end", () => {
  it.each(Object.entries(AMBIGUOUS))("is not guessed: %s is refused", async (_, request) => {
    await using gateway = await aGateway();
    const conversation = await rawConversation(gateway.gateway.address.port, framed(request));
    expect(statusesIn(conversation)).toEqual([400]);
    expect(conversation).toContain('"type":"invalid_request_error"');
    expect(gateway.backends.a?.calls).toEqual([]);
  });

  it("is where its length or its chunks say, with extensions and trailers that mean nothing", async () => {
    await using gateway = await aGateway();
    const { port } = gateway.gateway.address;
    for (const request of [
      { lines: [`Content-Length: ${SIZE}`] },
      { lines: [CHUNKED], body: inChunks(HEX) },
      { lines: [CHUNKED], body: inChunks(`${HEX};name=value`) },
      { lines: [CHUNKED], body: inChunks(HEX, "0\r\nHost: evil.example\r\nX-Api-Key: other\r\n\r\n") },
    ]) {
      expect(statusesIn(await rawConversation(port, framed(request)))).toEqual([200]);
    }
    expect(gateway.backends.a?.calls).toHaveLength(4);
  });

  it("is the same for one that is refused: what stands in its body is no request of its own", async () => {
    await using gateway = await aGateway({ keys: KEYS });
    const inner = `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: ${KEY}\r\n\r\n`;
    for (const line of ["POST /v1/nothing", "PUT /v1/models", "POST /v1/chat/completions"]) {
      const refused = `${line} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`;
      const next = "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      const [first, ...others] = statusesIn(await rawConversation(gateway.gateway.address.port, refused + next));
      expect([400, 401, 404, 405]).toContain(first);
      expect(others).toEqual([200]);
    }
    expect(gateway.backends.a?.calls).toEqual([]);
  });
});

describe("a connection", () => {
  it.each([
    ["HTTP/2 without asking", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
    ["HTTP/0.9", "GET /v1/models\r\n\r\n"],
    ["a version there is none of", "GET /v1/models HTTP/9.9\r\nHost: localhost\r\n\r\n"],
    ["another protocol", "EHLO evil.example\r\n"],
    ["control characters in its path", "GET /v1/models\x9b31m HTTP/1.1\r\nHost: localhost\r\n\r\n"],
  ])("that speaks %s is told so, and closed", async (_, bytes) => {
    await using gateway = await aGateway();
    const conversation = await rawConversation(gateway.gateway.address.port, bytes);
    expect(statusesIn(conversation)).toEqual([400]);
    expect(conversation.toLowerCase()).toContain("connection: close");
  });

  it("is no way through to somebody else, and none to another protocol", async () => {
    await using gateway = await aGateway({ keys: KEYS });
    const { port } = gateway.gateway.address;
    const through = await rawConversation(port, "CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    expect(through).toBe("");
    const upgrade = (line: string) =>
      rawRequest(port, `GET /v1/models HTTP/1.1\r\nHost: localhost\r\n${line}\r\nConnection: Upgrade\r\n\r\n`);
    expect((await upgrade("Upgrade: websocket\r\nOrigin: https://evil.example")).status).toBe(403);
    expect((await upgrade(`Upgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13`)).status).toBe(401);
    expect((await upgrade(`Upgrade: h2c\r\nX-Api-Key: ${KEY}`)).status).toBe(200);
    const traced = await rawRequest(port, "TRACE /v1/models HTTP/1.1\r\nHost: localhost\r\nCookie: a=canary\r\n\r\n");
    expect([traced.status, traced.body.includes("canary")]).toEqual([405, false]);
  });

  it("is asked of by one name only, however many headers stand before the other", async () => {
    await using gateway = await aGateway();
    const others = "a:\r\n".repeat(2_500);
    for (const lines of [`Host: localhost\r\n${others}Host: evil.example`, `${others}Host: evil.example`]) {
      const { status } = await rawRequest(gateway.gateway.address.port, `GET /livez HTTP/1.1\r\n${lines}\r\n\r\n`);
      expect([400, 403]).toContain(status);
    }
  });

  it("answers requests that come at once in their order, each with its own", async () => {
    await using gateway = await aGateway();
    const asks = ["first", "second", "third"].map((content) => {
      const body = JSON.stringify({ model: "m", messages: [{ role: "user", content }] });
      const close = content === "third" ? "Connection: close\r\n" : "";
      return `POST /api/chat HTTP/1.1\r\nHost: localhost\r\n${close}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    });
    const conversation = await rawConversation(gateway.gateway.address.port, asks.join(""));
    expect(statusesIn(conversation)).toEqual([200, 200, 200]);
    const said = Array.from(conversation.matchAll(/"content":"(\w*)/g), ([, text]) => text).filter(Boolean);
    expect(said).toEqual(["first", "second", "third"]);
  });
});
