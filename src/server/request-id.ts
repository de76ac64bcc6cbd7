import { randomBytes } from "node:crypto";

const SAFE = /^[\w.:-]{1,128}$/;

/** Makes ids that no other gateway makes, and none twice. */
export function createIds(): () => string {
  const prefix = randomBytes(9).toString("hex");
  let made = 0;
  return () => {
    made += 1;
    return `${prefix}${made.toString(36).padStart(6, "0")}`;
  };
}

/** The id a client gave its request, where it is one; it means nothing to us. */
export function clientsId(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === "string" && SAFE.test(header) ? header : undefined;
}
