/** A name of the wire as TypeScript writes it: `max_tokens` as `maxTokens`, `lm-studio` as `lmStudio`. */
export function toCamelCase(name: string): string {
  return name.replace(/[_-]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
