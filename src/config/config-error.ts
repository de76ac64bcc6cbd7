import { ModelMallError, type ModelMallErrorOptions } from "../errors.ts";
import { type ConfigProblem, formatProblem } from "./problem.ts";

/** A configuration cannot be used; `problems` names everything that is wrong with it at once. */
export class ConfigError extends ModelMallError {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[], options: ModelMallErrorOptions = {}) {
    const errors = problems.filter(({ severity }) => severity === "error");
    super("invalid_config", errors.map(formatProblem).join("\n"), options);
    this.problems = problems;
  }
}
