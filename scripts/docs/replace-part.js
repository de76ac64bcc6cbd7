/**
 * A page with the text between `<!-- generated: marker -->` and `<!-- end -->` replaced.
 * @param {string} page
 * @param {{ file: string, marker: string, content: string }} part
 */
export function replacePart(page, { file, marker, content }) {
  const opening = `<!-- generated: ${marker} -->`;
  const closing = "<!-- end -->";
  const start = page.indexOf(opening);
  const end = page.indexOf(closing, start);
  if (start < 0 || end < 0) throw new Error(`${file}: expected ${opening} … ${closing}`);
  return `${page.slice(0, start + opening.length)}\n\n${content.trim()}\n\n${page.slice(end)}`;
}
