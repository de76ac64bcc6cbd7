import type { FakePlan } from "../../backends/fake/plan.ts";
import type { FakeFailure } from "../../backends/fake.ts";

/** What a scripted answer looks like in one dialect. */
export interface WireFormat {
  readonly contentType: string;
  /** An answer that comes whole. */
  body(plan: FakePlan): unknown;
  /** The same as the events of a stream, as their bytes. */
  events(plan: FakePlan): readonly WireText[];
  /** A refused request. */
  refusal(failure: Required<Pick<FakeFailure, "status" | "code" | "message">>): unknown;
}

/** One event of a stream as it is sent. */
export interface WireText {
  readonly text: string;
  /** Whether it holds something of the answer itself. */
  readonly isContent?: boolean;
}

/** A server-sent event (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export function sse(
  data: unknown,
  { event, isContent = false }: { event?: string; isContent?: boolean } = {},
): WireText {
  const text = typeof data === "string" ? data : JSON.stringify(data);
  return { text: `${event === undefined ? "" : `event: ${event}\n`}data: ${text}\n\n`, isContent };
}

/** A line of NDJSON. */
export function line(data: unknown, isContent = false): WireText {
  return { text: `${JSON.stringify(data)}\n`, isContent };
}

/** Arguments of a tool call as data, for dialects that send no text; broken JSON stays as it is. */
export function argumentsOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The pieces in which arguments come. */
export function argumentPieces(text: string): readonly string[] {
  return text.match(/.{1,16}/gsu) ?? [];
}
