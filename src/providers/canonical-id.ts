import { findProvider } from "../builtins/providers.ts";

/**
 * The id `provider/name` of a model as an aggregator lists it: its author by our name, its name as the provider's own API takes it.
 *
 * A `~` before the author marks a name that always means the newest model (`~openai/gpt-latest`): it moves to the
 * name (`openai/~gpt-latest`), so that the id cannot be taken for one of the provider's own.
 * Hugging Face's many hosts (`huggingface_together`) become its suffix: `huggingface/org/model:together`.
 */
export function canonicalId(author: string, name: string): { id: string; provider: string } {
  const moving = author.startsWith("~");
  const plainAuthor = moving ? author.slice(1) : author;
  const [, host] = /^huggingface_(.+)$/.exec(plainAuthor) ?? [];
  if (host !== undefined) return { id: `huggingface/${withHost(name, host)}`, provider: "huggingface" };
  const known = findProvider(plainAuthor);
  const provider = known?.name ?? plainAuthor;
  const ownName = known?.canonicalName?.(name) ?? name;
  return { id: `${provider}/${moving ? "~" : ""}${ownName}`, provider };
}

function withHost(name: string, host: string): string {
  return name.endsWith(`:${host}`) ? name : `${name}:${host}`;
}
