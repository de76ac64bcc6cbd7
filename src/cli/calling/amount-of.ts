import { InvalidArgumentError } from "commander";

/** A number that an option gives. @throws {InvalidArgumentError} */
export function numberOf(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("expected a number");
  return value;
}

/** An amount of money that an option gives, in USD. @throws {InvalidArgumentError} */
export function amountOf(text: string): number {
  const value = numberOf(text);
  if (value < 0) throw new InvalidArgumentError("expected an amount of USD from 0");
  return value;
}
