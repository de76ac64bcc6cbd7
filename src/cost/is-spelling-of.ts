import { remembered } from "../util/remembered.ts";

/** What a model's name says, taken apart. */
interface Name {
  /** The name in small letters with single dashes, without what stands below. */
  readonly stem: string;
  /** Who made it or sells it, where the name begins with that: `anthropic/`. */
  readonly maker: string | undefined;
  /** The date or number of a snapshot, as digits. */
  readonly snapshot: string | undefined;
  /** The revision behind it: `v1:0`. */
  readonly revision: string | undefined;
  /** How it is sold or served: the word behind a colon. */
  readonly variant: string | undefined;
}

/** Roads to a model, which say nothing of it: a collection's name, or folders of the machine that serves it. */
const ROADS =
  /^(?:.*[/\\](?=[^/\\]*\.gguf$)|[/\\].*[/\\]|accounts\/[^/]+\/models\/|publishers\/[^/]+\/models\/|models\/|tunedmodels\/)/;

/** Bedrock's regions and makers: `us.anthropic.`. */
const PLACES =
  /^(?:(?:us|us-gov|eu|apac|jp|au|ca|global)\.)?(?:(anthropic|amazon|meta|mistral|cohere|deepseek|openai)\.)?/;

const REVISION = /[-:](v\d+(?::\d+)?)$/;

/** Dates as their providers write them (20250514, 2025-04-14, 09-2025, 05-20, 0613, 2407), or a number of three digits. */
const SNAPSHOT = /[-:@](\d{8}|\d{4}-\d{2}-\d{2}|\d{2}-\d{4}|\d{2}-\d{2}|\d{4}|\d{3})$/;

/**
 * Whether the model that served a call is the one that was asked for, in another spelling: with or without its maker, a
 * date, a revision, the region it runs in, or the variant it was asked in. Two dates, makers or revisions that differ
 * are two models, and so is an alias for one of another name.
 */
export function isSpellingOf(served: string, asked: string): boolean {
  if (served === asked) return true;
  const a = parseName(served);
  const b = parseName(asked);
  return (
    a.stem === b.stem &&
    agree(a.maker, b.maker) &&
    agree(a.snapshot, b.snapshot) &&
    agree(a.revision, b.revision) &&
    (a.variant === undefined || a.variant === b.variant)
  );
}

/** How a model is to be sold or served by the name it is asked by, where that may have a price of its own: `free`. */
export function variantOf(asked: string): string | undefined {
  return parseName(asked).variant;
}

function agree(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** The same few names come back with every answer. */
const parseName = remembered(1_000, takeApart);

function takeApart(name: string): Name {
  const rest = name
    .toLowerCase()
    .replace("%3a", ":")
    .replace(ROADS, "")
    .replace(/\.gguf$/, "");
  const slash = rest.lastIndexOf("/");
  const [place = "", placeMaker] = PLACES.exec(rest.slice(slash + 1)) ?? [];
  const local = rest.slice(slash + 1 + place.length);
  const revision = REVISION.exec(local);
  const [beforeRevision, revised] =
    revision === null ? [local, undefined] : [local.slice(0, revision.index), revision[1]];
  const [undated, variant] = revised === undefined ? splitVariant(beforeRevision) : [beforeRevision, undefined];
  const snapshot = SNAPSHOT.exec(undated);
  // Behind a name without a date, `-v2` is part of the name, but `-v2:0` never is.
  const isPart = snapshot === null && revised !== undefined && !revised.includes(":");
  const stem = snapshot === null ? (isPart ? local : undated) : undated.slice(0, snapshot.index);
  return {
    stem: stemOf(stem),
    maker: slash > 0 ? rest.slice(0, slash).replace(/^x-ai$/, "xai") : placeMaker,
    snapshot: snapshot?.[1]?.replaceAll("-", ""),
    revision: isPart ? undefined : revised,
    variant,
  };
}

function splitVariant(name: string): [name: string, variant: string | undefined] {
  const [, stem, word] = /^(.+):([a-z][a-z0-9._-]*)$/.exec(name) ?? [];
  return stem === undefined || word === "latest" ? [stem ?? name, undefined] : [stem, word];
}

function stemOf(name: string): string {
  return (
    name
      .replace(/-latest$/, "")
      .replace(/(?<=\d)[.p](?=\d)/g, "-")
      // Claude's versions stand before its families in OpenRouter's own names, and a 0 is left out in dated ones.
      .replace(/^claude-(\d(?:-\d)?)-(opus|sonnet|haiku)$/, "claude-$2-$1")
      .replace(/^(claude-[a-z]+-\d)-0$/, "$1")
  );
}
