import type { ContentPart } from "../../chat.ts";
import { reportPassing } from "../../dialect/passing-fields.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import type { CallContext } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import { encodeAudio, encodeFile, encodeImage } from "./encode-media.ts";

/** A part of Google's `Content`. */
export type Part = Record<string, unknown>;

/** What every step of an encoding needs: the call, and where to report what could not be carried. */
export interface Encoding {
  readonly context: CallContext;
  readonly adaptations: Adaptation[];
}

const KNOWN = {
  text: new Set(["type", "text"]),
  refusal: new Set(["type", "refusal"]),
  image_url: new Set(["type", "image_url", "mime_type"]),
  input_audio: new Set(["type", "input_audio"]),
  file: new Set(["type", "file", "mime_type"]),
};

/** Content as Google's parts. @throws {CallError} `unsupported_request` */
export function encodeContent(
  content: string | readonly ContentPart[] | null | undefined,
  field: string,
  encoding: Encoding,
): Part[] {
  if (typeof content === "string") return [{ text: content }];
  if (content === null || content === undefined) return [];
  return content.map((part, index) => encodePart(part, `${field}.content[${index}]`, encoding));
}

/** @throws {CallError} `unsupported_request` */
export function encodePart(part: ContentPart, field: string, { context, adaptations }: Encoding): Part {
  if (part.type === "native") {
    if (part.dialect === "google") return part.value as Part;
    throw unsupported(
      field,
      `a part in the words of ${part.dialect} means nothing to Google; send it as text, image_url, input_audio or file`,
    );
  }
  const known = KNOWN[part.type];
  if (known === undefined) {
    const kinds = Object.keys(KNOWN).join(", ");
    throw unsupported(
      field,
      `unknown type ${JSON.stringify((part as { type: unknown }).type)}; expected ${kinds} or native`,
    );
  }
  reportPassing(part, known, field, "Google", adaptations);
  switch (part.type) {
    case "text":
      return { text: part.text };
    case "refusal":
      return { text: part.refusal };
    case "image_url": {
      const { detail } = part.image_url;
      if (detail !== undefined && detail !== "auto") {
        adaptations.push({ field: `${field}.image_url.detail`, what: "Google decides how closely it looks; left out" });
      }
      return encodeImage(part, field, context);
    }
    case "input_audio":
      return encodeAudio(part, field, context);
    case "file": {
      if (part.file.filename !== undefined) {
        adaptations.push({ field: `${field}.file.filename`, what: "Google takes files without their names; left out" });
      }
      return encodeFile(part, field, context);
    }
  }
}
