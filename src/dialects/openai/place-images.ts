import type { AssistantMessage, ContentPart } from "../../chat.ts";
import { encodeImages } from "./encode-reply.ts";
import { adapt, type Encoding } from "./encoding.ts";

/** A message of the model's with the images it made where the provider takes them back; itself where it holds none. */
export function placeImages(message: AssistantMessage, field: string, encoding: Encoding): AssistantMessage {
  const { imagesBack } = encoding.compatibility;
  const { content } = message;
  if (imagesBack === undefined || typeof content === "string" || !content?.some(isImage)) return message;
  const rest = content.filter((part) => !isImage(part));
  const placed = { ...message, content: rest.length === 0 ? "" : rest };
  if (imagesBack === "images") return { ...placed, images: encodeImages(content) };
  for (let place = 0; place < content.length; place++) {
    if (!isImage(content[place] as ContentPart)) continue;
    adapt(
      encoding,
      `${field}.content[${place}]`,
      `${encoding.context.provider.title} takes no images of a model's own; it was left out`,
    );
  }
  return placed;
}

function isImage({ type }: ContentPart): boolean {
  return type === "image_url";
}
