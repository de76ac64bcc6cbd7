import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Serve, startUpstream } from "../router/support/upstream.ts";
import { aWiredGateway } from "./support/a-wired-gateway.ts";

const messages = [{ role: "user", content: "hello" }];
const RUNS = Number(process.env.MODELMALL_PROPERTY_RUNS ?? 300);
/** Texts of one stream, times the runs of every day: ten thousand. */
const TEXTS = 34;

/** What breaks a stream that is put together from texts as they are. */
const EVIL = [
  "\r",
  "\n",
  "\r\n",
  "\n\n",
  "\u2028",
  "\u2029",
  "\0",
  "\u0085",
  "\ufeff",
  "\x1b[31m",
  "\\",
  '"',
  "</script>",
];
const LINES = [
  "data: ",
  "event: execute\n",
  "data: [DONE]\n\n",
  "id: 1\n",
  ": ",
  "retry: 0\n",
  "event: message_stop\ndata: {}\n\n",
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...EVIL), fc.constantFrom(...LINES), fc.string({ unit: "binary" })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join(""))
  .filter((text) => text !== "");

interface Framing {
  readonly path: string;
  readonly body: object;
  /** The names of events a client may see. */
  readonly events: readonly string[];
  /** The text a piece of the stream brings. */
  readonly textOf: (event: Record<string, unknown>) => string | undefined;
}

interface Delta {
  readonly delta?: { readonly content?: string; readonly text?: string } | string;
  readonly text?: string;
}

const choice = (event: Record<string, unknown>) => (event.choices as Delta[] | undefined)?.[0];

const FRAMINGS: Readonly<Record<string, Framing>> = {
  openai: {
    path: "/v1/chat/completions",
    body: { messages },
    events: [],
    textOf: (event) => (choice(event)?.delta as { content?: string } | undefined)?.content,
  },
  "openai-completions": {
    path: "/v1/completions",
    body: { prompt: "hello" },
    events: [],
    textOf: (event) => choice(event)?.text,
  },
  anthropic: {
    path: "/v1/messages",
    body: { messages, max_tokens: 5 },
    events: [
      "message_start",
      "content_block_start",
      "content_block_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
      "ping",
    ],
    textOf: ({ delta }) => (delta as { text?: string } | undefined)?.text,
  },
  "openai-responses": {
    path: "/v1/responses",
    body: { input: "hello" },
    events: [
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ],
    textOf: ({ type, delta }) => (type === "response.output_text.delta" ? String(delta) : undefined),
  },
  ollama: {
    path: "/api/chat",
    body: { messages },
    events: [],
    textOf: ({ message }) => (message as { content?: string } | undefined)?.content,
  },
};

/** The events of a stream as a browser's parser cuts it (WHATWG, 9.2.6), or its lines where each is one. */
function eventsIn(text: string, isLines: boolean): { event?: string; data: string }[] {
  if (isLines)
    return text
      .split("\n")
      .slice(0, -1)
      .map((data) => ({ data }));
  const events: { event?: string; data: string }[] = [];
  let event: string | undefined;
  let data: string[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line === "") {
      if (data.length > 0) events.push({ ...(event !== undefined && { event }), data: data.join("\n") });
      event = undefined;
      data = [];
    } else if (line.startsWith("data: ")) data.push(line.slice(6));
    else if (line.startsWith("event: ")) event = line.slice(7);
    else throw new Error(`a line that is no part of an event: ${JSON.stringify(line)}`);
  }
  return events;
}

/** Whether a text is one line to every client: Python's `splitlines` ends one at these too. */
function isOneLine(text: string): boolean {
  return !/[\u0085\u2028\u2029]/.test(text) && Array.from(text).every((character) => character >= " ");
}

/** A provider that says these texts one by one, and calls everything else by hostile names too. */
function saying(texts: readonly string[]): Serve {
  return (outgoing) => {
    outgoing.writeHead(200, { "content-type": "text/event-stream" });
    for (const [at, content] of texts.entries()) {
      const [id, model] = [`id${texts[0]}`, `model${content}`];
      const event = { id, model, object: content, system_fingerprint: content, [content]: content };
      outgoing.write(`: comment\nid: ${at}\nretry: 0\nevent: execute\n`);
      outgoing.write(
        `data: ${JSON.stringify({ ...event, choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`,
      );
    }
    const finish = { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] };
    outgoing.end(`data: ${JSON.stringify(finish)}\n\ndata: [DONE]\n\n`);
  };
}

describe.each(Object.entries(FRAMINGS))("a stream in the words of %s", (name, framing) => {
  const isLines = name === "ollama";

  it("has the events it would have of harmless texts, whatever a provider says in them", async () => {
    let serve = saying(["x"]);
    const upstream = await startUpstream((outgoing, asked) => serve(outgoing, asked));
    await using gateway = await aWiredGateway({ a: { url: `${upstream.url}/v1` } });
    const streamed = async (texts: readonly string[]) => {
      serve = saying(texts);
      const answer = await gateway.ask(framing.path, { json: { model: "m", stream: true, ...framing.body } });
      return eventsIn(await answer.text(), isLines);
    };
    const harmless = (await streamed(Array(TEXTS).fill("x"))).length;
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: TEXTS, maxLength: TEXTS }), async (texts) => {
        const events = await streamed(texts);
        expect(events).toHaveLength(harmless);
        let said = "";
        for (const { event, data } of events) {
          if (event !== undefined) expect(framing.events).toContain(event);
          if (data === "[DONE]") continue;
          expect([data, isOneLine(data)]).toEqual([data, true]);
          said += framing.textOf(JSON.parse(data)) ?? "";
        }
        expect(said).toBe(texts.join(""));
      }),
      { numRuns: RUNS },
    );
  });

  it("ends by one event that says what went wrong, whatever a provider says of that", async () => {
    let message = "";
    const upstream = await startUpstream((outgoing) => {
      outgoing.writeHead(200, { "content-type": "text/event-stream" });
      const content = { choices: [{ index: 0, delta: { content: "x" }, finish_reason: null }] };
      outgoing.write(`data: ${JSON.stringify(content)}\n\n`);
      outgoing.end(
        `event: ${"x".repeat(9)}\ndata: ${JSON.stringify({ error: { message, type: message, code: message } })}\n\n`,
      );
    });
    await using gateway = await aWiredGateway({ a: { url: `${upstream.url}/v1` } });
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        message = text;
        const answer = await gateway.ask(framing.path, { json: { model: "m", stream: true, ...framing.body } });
        const events = eventsIn(await answer.text(), isLines);
        const failures = events.filter(({ data }) => /^\{"(?:error"|type":"error")/.test(data));
        expect(failures).toHaveLength(1);
        expect(events.at(-1)).toEqual(failures[0]);
        for (const { data } of events) expect([data, isOneLine(data)]).toEqual([data, true]);
      }),
      { numRuns: Math.ceil(RUNS / 5) },
    );
  });
});
