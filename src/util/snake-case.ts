/** A name of TypeScript as the wire writes it: `maxTokens` as `max_tokens`, `cacheWrite1h` as `cache_write_1h`. */
export function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]+|(?<=[a-z])\d+/g, (part, at: number) => `${at === 0 ? "" : "_"}${part.toLowerCase()}`);
}
