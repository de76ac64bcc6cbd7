import type { Budget } from "../../config.ts";
import type { ModelBlock } from "./entry.ts";

/** What may be spent; a budget whose amount or period a variable left out is none. */
export function toBudget({ amount, per, hard = true }: NonNullable<ModelBlock["budget"]> = {}): Budget | undefined {
  return amount === undefined || per === undefined ? undefined : Object.freeze({ amount, per, hard });
}
