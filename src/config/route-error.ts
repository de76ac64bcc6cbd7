import { ModelMallError } from "../errors.ts";
import type { DroppedTarget } from "../route.ts";

/** Why a name leads nowhere. */
export type RouteErrorCode = "route_not_found" | "route_disabled" | "no_target" | "capability_disabled";

/** What a `RouteError` tells besides its message. */
export interface RouteErrorDetails {
  readonly dropped?: readonly DroppedTarget[];
  readonly nearest?: readonly string[];
}

/** A name leads to no target that may be called; the message says why of each. */
export class RouteError extends ModelMallError {
  /** The name that was asked for. */
  readonly asked: string;
  /** The targets it would have had, each with why it is not called. */
  readonly dropped: readonly DroppedTarget[];
  /** The exposed names closest to one that nothing has. */
  readonly nearest: readonly string[];

  constructor(
    code: RouteErrorCode,
    asked: string,
    message: string,
    { dropped = [], nearest = [] }: RouteErrorDetails = {},
  ) {
    super(code, message);
    this.asked = asked;
    this.dropped = dropped;
    this.nearest = nearest;
  }
}
