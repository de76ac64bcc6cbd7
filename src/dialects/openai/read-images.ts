import type { ImagePart } from "../../chat.ts";
import { isRecord, own, type UnknownRecord } from "../../util/record.ts";

/**
 * The images of a message or delta: beside its text in `images`
 * (https://openrouter.ai/docs/features/multimodal/image-generation), or among the parts of its content.
 */
export function readImages({ images, content }: UnknownRecord): ImagePart[] | undefined {
  const beside = Array.isArray(images) ? images : [];
  const among = Array.isArray(content) ? content : [];
  if (beside.length === 0 && among.length === 0) return undefined;
  const found: ImagePart[] = [];
  for (const part of among) if (own(part, "type") === "image_url") pushImage(part, found);
  for (const part of beside) pushImage(part, found);
  return found.length === 0 ? undefined : found;
}

function pushImage(part: unknown, found: ImagePart[]): void {
  const image = own(part, "image_url");
  const url = isRecord(image) ? image.url : image;
  if (typeof url === "string" && url !== "") found.push({ type: "image_url", image_url: { url } });
}
