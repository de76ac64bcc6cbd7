import { InvalidInputError } from "../../errors.ts";

/** Refuses what no request can hold. @throws {InvalidInputError} always */
export function refuse(path: string, message: string): never {
  throw new InvalidInputError("messages for a chat model", [{ path, message }]);
}
