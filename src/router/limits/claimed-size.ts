import type { Target } from "../../route.ts";
import type { RequestSize } from "../choice/request-size.ts";
import type { CallSize } from "./limit-claims.ts";

/** Tokens of an answer where the request does not limit it. */
const USUAL_ANSWER = 500;

/** What a call asks of the limits of a target; counted only where there is a limit of tokens. */
export class ClaimedSize implements CallSize {
  readonly #size: RequestSize;
  readonly #target: Target;

  constructor(size: RequestSize, target: Target) {
    this.#size = size;
    this.#target = target;
  }

  get model(): string {
    return this.#target.model;
  }

  get inputTokens(): number {
    return this.#size.estimate(this.#target.model);
  }

  get tokens(): number {
    const { known } = this.#target.parameters;
    const most = this.#size.maxTokens ?? known.max_completion_tokens ?? known.max_tokens;
    return this.inputTokens + (typeof most === "number" ? most : USUAL_ANSWER);
  }
}
