/** Width and height of an image, in pixels. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** The bytes a `data:` URL or plain base64 holds, at most so many from its beginning; `undefined` for an address. */
export function bytesOf(source: string, most = 65_536): Buffer | undefined {
  const comma = source.startsWith("data:") ? source.indexOf(",") : -1;
  if (comma < 0 && /^[a-z][a-z0-9+.-]*:/i.test(source.slice(0, 20))) return undefined;
  const base64 = source.slice(comma + 1, comma + 1 + Math.ceil((most * 4) / 3));
  return Buffer.from(base64, "base64");
}

/** How many bytes base64 stands for. */
export function byteLengthOf(source: string): number {
  const comma = source.startsWith("data:") ? source.indexOf(",") : -1;
  return Math.floor(((source.length - comma - 1) * 3) / 4);
}

/** The size of a PNG, GIF, JPEG or WebP image, from its header. */
export function pixelSizeOf(bytes: Uint8Array): PixelSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 30) return undefined;
  if (view.getUint32(0) === 0x89504e47) return sized(view.getUint32(16), view.getUint32(20));
  if (view.getUint32(0) === 0x47494638) return sized(view.getUint16(6, true), view.getUint16(8, true));
  if (view.getUint16(0) === 0xffd8) return jpegSize(view);
  if (view.getUint32(0) === 0x52494646 && view.getUint32(8) === 0x57454250) return webpSize(view);
  return undefined;
}

// Segments follow one another, each with its length; the one that begins a frame holds the size.
function jpegSize(view: DataView): PixelSize | undefined {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return sized(view.getUint16(at + 7), view.getUint16(at + 5));
    at += 2 + Math.max(view.getUint16(at + 2), 2);
  }
  return undefined;
}

function webpSize(view: DataView): PixelSize | undefined {
  const kind = view.getUint32(12);
  if (kind === 0x56503858) return sized(1 + uint24(view, 24), 1 + uint24(view, 27)); // VP8X
  if (kind === 0x56503820) return sized(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff); // VP8
  if (kind !== 0x5650384c) return undefined; // VP8L: 14 bits each
  const bits = view.getUint32(21, true);
  return sized(1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff));
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
}

function sized(width: number, height: number): PixelSize | undefined {
  return width > 0 && height > 0 ? { width, height } : undefined;
}

/** Seconds of a WAV file by its header, of anything else by 128 kbit in a second. */
export function audioSecondsOf(source: string): number {
  const total = byteLengthOf(source);
  const head = bytesOf(source, 64);
  if (head === undefined || head.length < 44) return total / 16_000;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const isWave = view.getUint32(0) === 0x52494646 && view.getUint32(8) === 0x57415645;
  const bytesPerSecond = isWave ? view.getUint32(28, true) : 16_000;
  return total / (bytesPerSecond > 0 ? bytesPerSecond : 16_000);
}

/** Pages of a PDF, by the objects that say they are one; where these are packed away, one for each 50 kB. */
export function pagesOf(source: string): number {
  const bytes = bytesOf(source, 4_000_000);
  const text = bytes?.toString("latin1") ?? "";
  const said = text.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
  return said > 0 ? said : Math.max(1, Math.ceil(byteLengthOf(source) / 50_000));
}
