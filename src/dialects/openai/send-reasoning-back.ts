import type { ReasoningDetail } from "../../chat.ts";
import type { UnknownRecord } from "../../util/record.ts";
import type { ReasoningField } from "./compatibility.ts";
import { adapt, type Encoding } from "./encoding.ts";
import { fieldsOf, toWireDetail } from "./reasoning.ts";

/** An assistant's message with its reasoning where the provider takes it back; what it does not take is named. */
export function sendReasoningBack(
  message: UnknownRecord,
  details: readonly ReasoningDetail[],
  field: string,
  encoding: Encoding,
): UnknownRecord {
  const { reasoning_details: _, ...sent } = message;
  const { reasoningBack } = encoding.compatibility;
  const takes = (name: string) => reasoningBack === undefined || reasoningBack.includes(name as ReasoningField);
  const structured: UnknownRecord[] = [];
  for (let place = 0; place < details.length; place++) {
    const detail = details[place] as ReasoningDetail;
    const { title } = encoding.context.provider;
    const where = `${field}.reasoning_details[${place}]`;
    if (detail.dialect !== "openai") {
      adapt(encoding, where, `it is of the dialect ${detail.dialect}, and ${title} cannot read it; it was left out`);
      continue;
    }
    const own = fieldsOf(detail);
    if (own === undefined && takes("reasoning_details")) structured.push(toWireDetail(detail, structured.length));
    else if (!addText(sent, detail, own?.filter(takes) ?? [], reasoningBack)) {
      adapt(encoding, where, `${title} does not take its reasoning back; it was left out`);
    }
  }
  if (structured.length > 0) sent.reasoning_details = structured;
  return sent;
}

/** Puts a detail's text into the fields it came from, or else into the first that the provider takes. */
function addText(
  sent: UnknownRecord,
  { text }: ReasoningDetail,
  own: readonly string[],
  taken: readonly ReasoningField[] = [],
): boolean {
  const fields = own.length > 0 ? own : taken.filter((name) => name !== "reasoning_details").slice(0, 1);
  if (text === undefined || fields.length === 0) return false;
  for (const name of fields) {
    if (name === "content") addThinkingPart(sent, text);
    else sent[name] = typeof sent[name] === "string" ? sent[name] + text : text;
  }
  return true;
}

/** Mistral takes thinking as the first part of the content (https://docs.mistral.ai/capabilities/reasoning). */
function addThinkingPart(sent: UnknownRecord, text: string): void {
  const thinking = { type: "thinking", thinking: [{ type: "text", text }] };
  const { content } = sent;
  const said = typeof content === "string" && content !== "" ? [{ type: "text", text: content }] : [];
  sent.content = [thinking, ...(Array.isArray(content) ? content : said)];
}
