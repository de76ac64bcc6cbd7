/** A tool call's id as Anthropic takes it (`^[a-zA-Z0-9_-]+$`); other providers' ids may hold more, and stay distinct. */
export function toolId(id: string): string {
  if (/^[\w-]+$/.test(id)) return id;
  return id === "" ? "call" : id.replace(/[^\w-]/g, (character) => `_${character.charCodeAt(0).toString(16)}_`);
}
