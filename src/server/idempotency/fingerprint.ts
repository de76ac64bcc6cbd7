import { createHash } from "node:crypto";

/**
 * Tells bodies apart. What parts a form's fields is chosen anew whenever one is sent, so it is left out: the same form is
 * the same body.
 */
export function fingerprintOf(body: Buffer, contentType = ""): string {
  const hash = createHash("sha256");
  const boundary = boundaryIn(contentType);
  if (boundary === undefined) return hash.update(body).digest("base64");
  let start = 0;
  for (let at = body.indexOf(boundary); at !== -1; at = body.indexOf(boundary, start)) {
    // The length says where a part ends: two that are one in another body are not the same.
    hash.update(`${at - start}:`).update(body.subarray(start, at));
    start = at + boundary.length;
  }
  return hash.update(body.subarray(start)).digest("base64");
}

/** @see https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1 */
function boundaryIn(contentType: string): string | undefined {
  if (!/^multipart\//i.test(contentType)) return undefined;
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? [];
  return quoted ?? plain;
}
