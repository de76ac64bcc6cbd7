import type { Draft, DraftModel } from "./draft.ts";
import type { Part } from "./part.ts";

type Reason = keyof DraftModel["fallback"];

/** Adds fall-backs to the models of a draft; what leads nowhere, or round in a circle, is listed. */
export class FallbackEdges {
  readonly #draft: Draft;

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  /** Whether a model has a fall-back for a reason already. */
  has(model: string, reason: Reason): boolean {
    return (this.#draft.models.get(this.nameOf(model))?.fallback[reason].length ?? 0) > 0;
  }

  /** One fall-back of a model; the part is where it stands in the old file. */
  add(model: string, reason: Reason, part: Part): void {
    const from = this.nameOf(model);
    const to = typeof part.value === "string" ? this.nameOf(part.value.trim()) : undefined;
    const source = this.#draft.models.get(from);
    const problem = this.#problem(from, to, part);
    if (source === undefined || to === undefined || problem !== undefined) {
      part.refuse(problem ?? `no model "${String(part.value)}" was carried over`);
      return;
    }
    part.take();
    if (!source.fallback[reason].includes(to)) source.fallback[reason].push(to);
  }

  /** The model a name or alias means. */
  nameOf(name: string): string {
    if (this.#draft.models.has(name)) return name;
    return [...this.#draft.models].find(([, { aliases }]) => aliases.includes(name))?.[0] ?? name;
  }

  #problem(from: string, to: string | undefined, { value }: Part): string | undefined {
    if (!this.#draft.models.has(from)) return `no model "${from}" was carried over`;
    if (to === undefined) return "a fall-back here is the name of a model, without parameters of its own";
    if (!this.#draft.models.has(to)) return `no model "${value}" was carried over`;
    const circle = this.#wayBack(to, from);
    return circle && `fall-backs must not go round in a circle: ${[from, ...circle].join(" → ")}`;
  }

  #wayBack(from: string, to: string, seen = new Set<string>()): string[] | undefined {
    if (from === to) return [from];
    seen.add(from);
    const { any = [], context_window = [], content_policy = [] } = this.#draft.models.get(from)?.fallback ?? {};
    for (const next of [...any, ...context_window, ...content_policy]) {
      const way = seen.has(next) ? undefined : this.#wayBack(next, to, seen);
      if (way !== undefined) return [from, ...way];
    }
    return undefined;
  }
}
