import type { ContentPart } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";
import { asJson, recordsIn } from "./read.ts";
import { DIALECT, type Item } from "./words.ts";

/** What the messages of an answer say, while they are gathered. */
export interface Said {
  text: string;
  refusal: string | undefined;
  readonly parts: ContentPart[];
  /** How many items have said something: with several their places matter. */
  sayers: number;
  hasText: boolean;
  /** Whether there is a part that is neither text nor refusal. */
  hasOther: boolean;
  readonly annotations: JsonValue[];
  readonly logprobs: JsonValue[];
}

/** Nothing said yet. */
export function nothingSaid(): Said {
  return {
    text: "",
    refusal: undefined,
    parts: [],
    sayers: 0,
    hasText: false,
    hasOther: false,
    annotations: [],
    logprobs: [],
  };
}

/** Adds a message; sources and probabilities are told beside its parts. */
export function addMessage(said: Said, { content }: Item): void {
  const parts = typeof content === "string" ? [{ type: "output_text", text: content }] : recordsIn(content);
  if (parts.length > 0) said.sayers++;
  for (const part of parts as readonly Item[]) {
    const { type, text, refusal } = part;
    if (type === "output_text" && typeof text === "string") {
      said.text += text;
      said.hasText = true;
      said.parts.push({ type: "text", text });
      for (const source of recordsIn(part.annotations)) said.annotations.push(asJson(source));
      for (const token of recordsIn(part.logprobs)) said.logprobs.push(asJson(token));
    } else if (type === "refusal" && typeof refusal === "string") {
      said.refusal = (said.refusal ?? "") + refusal;
      said.parts.push({ type: "refusal", refusal });
    } else addPart(said, { type: "native", dialect: DIALECT, value: asJson(part) });
  }
}

/** Adds a part that is an item by itself, such as an image. */
export function addItemPart(said: Said, part: ContentPart | undefined): void {
  if (part === undefined) return;
  said.sayers++;
  addPart(said, part);
}

function addPart(said: Said, part: ContentPart): void {
  said.hasOther = true;
  said.parts.push(part);
}

/** The content of the message: a text, unless there were several messages or images, whose places then matter. */
export function contentOf({ text, parts, sayers, hasText, hasOther }: Said): string | ContentPart[] | null {
  if (sayers > 1 || hasOther) return parts;
  return hasText ? text : null;
}
