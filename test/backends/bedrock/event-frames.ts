import { crc32 } from "node:zlib";

/** Events as AWS frames them (https://docs.aws.amazon.com/transcribe/latest/dg/event-stream.html); each is `{ name: payload }`. */
export function frames(events: readonly object[], kind: "event" | "exception" = "event"): Buffer {
  return Buffer.concat(
    events.map((event) => {
      const [[name, payload] = ["", {}]] = Object.entries(event);
      return frame(
        { [`:${kind}-type`]: name, ":content-type": "application/json", ":message-type": kind },
        Buffer.from(JSON.stringify(payload)),
      );
    }),
  );
}

/** What the events of an InvokeModelWithResponseStream hold: each the model's own event, as text. */
export function invokedEvents(body: Buffer): string[] {
  const events: string[] = [];
  for (let at = 0; at < body.length; at += body.readUInt32BE(at)) {
    const payload = body.subarray(at + 12 + body.readUInt32BE(at + 4), at + body.readUInt32BE(at) - 4);
    events.push(Buffer.from(JSON.parse(payload.toString("utf8")).bytes, "base64").toString("utf8"));
  }
  return events;
}

function frame(headers: Record<string, string>, payload: Buffer): Buffer {
  const head = Buffer.concat(
    Object.entries(headers).map(([name, value]) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(value.length);
      // 7 is the type of text.
      return Buffer.concat([
        Buffer.from([name.length]),
        Buffer.from(name),
        Buffer.from([7]),
        length,
        Buffer.from(value),
      ]);
    }),
  );
  const prelude = Buffer.alloc(12);
  prelude.writeUInt32BE(16 + head.length + payload.length, 0);
  prelude.writeUInt32BE(head.length, 4);
  prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8);
  const message = Buffer.concat([prelude, head, payload]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(message));
  return Buffer.concat([message, checksum]);
}
