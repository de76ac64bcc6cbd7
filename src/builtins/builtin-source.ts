import type { ModelSource } from "../source.ts";
import type { Environment } from "../util/env.ts";

/** A source that comes with the package: loaded when it is first asked. */
export interface BuiltinSource {
  readonly name: string;
  /** One sentence for lists. */
  readonly description: string;
  /** The environment variable that replaces its address. */
  readonly addressVariable?: string;
  /** Why it is not asked without being named: a variable that is not set; absent where it always is. */
  notReady?(env: Environment): string | undefined;
  load(env: Environment): Promise<ModelSource>;
}
