import { describe, expect, it } from "vitest";
import { audioSecondsOf, bytesOf, pagesOf, pixelSizeOf } from "../../src/tokens/media-size.ts";

/** Bytes with some written at their places; 64 of them unless told. */
function bytes(parts: Record<number, number[] | string>, length = 64): Buffer {
  const buffer = Buffer.alloc(length);
  for (const [at, part] of Object.entries(parts)) Buffer.from(part as string, "latin1").copy(buffer, Number(at));
  return buffer;
}

describe("pixelSizeOf", () => {
  it.each([
    ["PNG", bytes({ 0: "\x89PNG", 18: [3, 32], 22: [2, 88] })],
    ["GIF", bytes({ 0: "GIF89a", 6: [32, 3, 88, 2] })],
    ["JPEG", bytes({ 0: [0xff, 0xd8, 0xff, 0xe0, 0, 16], 20: [0xff, 0xc0, 0, 17, 8, 2, 88, 3, 32] })],
    ["WebP, lossy", bytes({ 0: "RIFF", 8: "WEBPVP8 ", 26: [32, 3, 88, 2] })],
    ["WebP, extended", bytes({ 0: "RIFF", 8: "WEBPVP8X", 24: [31, 3, 0, 87, 2, 0] })],
    ["WebP, lossless", bytes({ 0: "RIFF", 8: "WEBPVP8L", 20: [0x2f, 0x1f, 0xc3, 0x95, 0x00] })],
  ])("reads the header of %s", (_, image) => {
    expect(pixelSizeOf(image)).toEqual({ width: 800, height: 600 });
  });

  it.each([
    ["nothing", Buffer.alloc(0)],
    ["zeros", Buffer.alloc(64)],
    ["a JPEG without a frame", bytes({ 0: [0xff, 0xd8, 0xff, 0xe0, 0, 0] })],
    ["a PNG cut short", bytes({ 0: "\x89PNG" }, 20)],
    ["a PNG of no size", bytes({ 0: "\x89PNG" })],
  ])("does not know the size of %s", (_, image) => {
    expect(pixelSizeOf(image)).toBeUndefined();
  });
});

describe("sizes of other media", () => {
  it("tells bytes at hand from an address", () => {
    expect(bytesOf("https://example.com/a.png")).toBeUndefined();
    expect(bytesOf("data:text/plain;base64,aGk=")?.toString()).toBe("hi");
    expect(bytesOf("aGk=")?.toString()).toBe("hi");
  });

  it("takes the length of a WAV from its header, of anything else from its bytes", () => {
    const wave = bytes({ 0: "RIFF", 8: "WAVE", 28: [0x80, 0xbb, 0, 0] }, 96_000);
    expect(audioSecondsOf(wave.toString("base64"))).toBeCloseTo(2, 2);
    expect(audioSecondsOf(Buffer.alloc(32_000).toString("base64"))).toBeCloseTo(2, 2);
    expect(audioSecondsOf("")).toBe(0);
  });

  it("counts the pages of a PDF that says them, and guesses at others", () => {
    const pdf = Buffer.from("%PDF-1.4 << /Type /Pages >> << /Type /Page >> << /Type/Page >>").toString("base64");
    expect(pagesOf(`data:application/pdf;base64,${pdf}`)).toBe(2);
    expect(pagesOf(Buffer.alloc(120_000).toString("base64"))).toBe(3);
    expect(pagesOf("")).toBe(1);
  });
});
