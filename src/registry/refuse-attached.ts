import { InvalidInputError } from "../errors.ts";

/** The error for deleting models that a config exposes. */
export function refuseAttached(ids: readonly string[]): InvalidInputError {
  const [id = "", ...others] = ids;
  const what = others.length === 0 ? id : `${id} and ${others.length} more`;
  const message = `the config in use exposes ${what}; take it out of \`models\` there, or use no config`;
  return new InvalidInputError(others.length === 0 ? `model ${id}` : "models", [{ path: "", message }]);
}
