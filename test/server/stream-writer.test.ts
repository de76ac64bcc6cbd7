import { expect, it } from "vitest";
import { EVENTS, startUpstream } from "../router/support/upstream.ts";
import { aWiredGateway } from "./support/a-wired-gateway.ts";
import { rawConversation } from "./support/raw-request.ts";

const BODY = JSON.stringify({ model: "m", stream: true, messages: [{ role: "user", content: "hello" }] });
const ASKED = `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;

/** The chunks of HTTP in which an answer came. */
function chunksIn(conversation: string): string[] {
  const body = conversation.slice(conversation.indexOf("\r\n\r\n") + 4);
  return body.split(/(?:^|\r\n)[0-9a-f]+\r\n/).slice(1, -1);
}

it("writes events that come together by one write, and none later than it came", async () => {
  const { role, content, rest, finish, done } = EVENTS;
  let goOn: () => void = () => undefined;
  const upstream = await startUpstream((outgoing) => {
    outgoing.writeHead(200, { "content-type": "text/event-stream" });
    outgoing.write(role + content + rest + content);
    goOn = () => outgoing.end(finish + done);
  });
  await using gateway = await aWiredGateway({ a: { url: `${upstream.url}/v1` } });
  const { port } = gateway.gateway.address;
  const json = JSON.parse(BODY);
  const answer = await gateway.ask("/v1/chat/completions", { json });
  // The end is sent only once the beginning has arrived.
  const { value } = (await answer.body?.getReader().read()) ?? {};
  expect(new TextDecoder().decode(value)).toContain("well");
  goOn();
  const conversation = rawConversation(port, ASKED);
  await upstream.asked();
  goOn();
  const chunks = chunksIn(await conversation);
  expect(chunks.length).toBeLessThanOrEqual(2);
  expect(chunks.join("")).toContain("all is ");
  expect(chunks.at(-1)).toMatch(/\[DONE\]\n\n$/);
});
