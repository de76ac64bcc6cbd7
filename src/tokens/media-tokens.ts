import type { Family } from "./family.ts";
import type { PixelSize } from "./media-size.ts";
import type { Media } from "./pieces.ts";

/** Of an image behind an address nobody has looked at. */
const USUAL_SIZE: PixelSize = { width: 1_024, height: 1_024 };

/** Tokens of an image, a piece of audio or a document, by its provider's documented formula where there is one. */
export function mediaTokens(media: Media, family: Family, model: string): number {
  if (media.kind === "audio") return Math.ceil(media.seconds * (family === "gemini" ? 32 : 10));
  if (media.kind === "file") return media.pages * (family === "gemini" ? 258 : family === "claude" ? 2_000 : 1_000);
  const size = media.size ?? USUAL_SIZE;
  if (family === "openai") return openaiImage(size, media.isLow, model);
  if (family === "gemini") return geminiImage(size);
  return claudeImage(size);
}

/**
 * Patches of 32 pixels for the small models, tiles of 512 for the others.
 * @see https://platform.openai.com/docs/guides/images-vision#calculating-costs
 */
function openaiImage(size: PixelSize, isLow: boolean, model: string): number {
  const multiplier = /nano/.test(model)
    ? 2.46
    : /o4-mini/.test(model)
      ? 1.72
      : /(?:4\.1|5(?:\.\d)?)-mini/.test(model)
        ? 1.62
        : 0;
  if (multiplier > 0) {
    const patches = Math.ceil(size.width / 32) * Math.ceil(size.height / 32);
    return Math.ceil(Math.min(patches, 1_536) * multiplier);
  }
  const [base, tile] = /4o-mini/.test(model)
    ? [2_833, 5_667]
    : /^o[134]/.test(model)
      ? [75, 150]
      : /^gpt-5/.test(model)
        ? [70, 140]
        : [85, 170];
  if (isLow) return base;
  const fitted = within(size, 2_048);
  const scale = Math.min(1, 768 / Math.min(fitted.width, fitted.height));
  return base + tile * Math.ceil((fitted.width * scale) / 512) * Math.ceil((fitted.height * scale) / 512);
}

/** @see https://ai.google.dev/gemini-api/docs/tokens#multimodal-tokens */
function geminiImage({ width, height }: PixelSize): number {
  if (width <= 384 && height <= 384) return 258;
  const unit = Math.min(768, Math.max(256, Math.floor(Math.min(width, height) / 1.5)));
  return 258 * Math.ceil(width / unit) * Math.ceil(height / unit);
}

/** @see https://docs.anthropic.com/en/docs/build-with-claude/vision#calculate-image-costs */
function claudeImage(size: PixelSize): number {
  const { width, height } = within(size, 1_568);
  return Math.min(1_600, Math.ceil((width * height) / 750));
}

function within({ width, height }: PixelSize, edge: number): PixelSize {
  const scale = Math.min(1, edge / Math.max(width, height));
  return { width: width * scale, height: height * scale };
}
