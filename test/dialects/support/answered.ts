import type { ChatDialect } from "../../../src/dialect.ts";
import { type Answered, aReply, contextOf, readStream } from "./served.ts";

/** What a dialect reads in a recorded answer; none where it is a refusal or broken. */
export function answered(
  dialect: ChatDialect,
  { name, stream, text }: { name: string; stream: boolean; text: string },
): Answered[] {
  const context = contextOf(dialect.name, dialect, stream);
  const about = { name, dialect: dialect.name, context };
  try {
    if (stream) return [{ ...about, chunks: readStream(dialect, text, context) }];
    return [{ ...about, reply: aReply(dialect.decodeReply(JSON.parse(text), context)) }];
  } catch {
    return [];
  }
}
