import type { Refusal } from "./refusals/bodies.ts";
import { CREDENTIAL_REFUSALS } from "./refusals/credential.ts";
import { REQUEST_REFUSALS } from "./refusals/request.ts";
import { TARGET_REFUSALS } from "./refusals/target.ts";

/** Refused requests as services answer them, written from their documentation of errors, and what each must be taken for. */
export const REFUSALS: readonly Refusal[] = [...CREDENTIAL_REFUSALS, ...TARGET_REFUSALS, ...REQUEST_REFUSALS];
