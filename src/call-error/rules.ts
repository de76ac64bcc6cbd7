import type { ErrorRule } from "./rule.ts";
import { CAPACITY_RULES } from "./rules/capacity.ts";
import { CREDENTIAL_RULES } from "./rules/credential.ts";
import { FAILURE_RULES } from "./rules/failure.ts";
import { MODEL_RULES } from "./rules/model.ts";
import { REQUEST_RULES } from "./rules/request.ts";

/**
 * What refusals look like and what they are; the first row that fits decides. What no waiting heals stands before what
 * waiting heals, and what a provider says before what its status says.
 */
export const RULES: readonly ErrorRule[] = [
  ...CREDENTIAL_RULES,
  ...CAPACITY_RULES,
  ...MODEL_RULES,
  ...REQUEST_RULES,
  ...FAILURE_RULES,
];
