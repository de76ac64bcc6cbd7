import { buildIfStale } from "../../../scripts/support/compile.js";

/** The tests of the house look at what users get, so it must be there and up to date. */
export default async function buildFirst(): Promise<void> {
  if ((await buildIfStale()) !== 0) throw new Error("src does not compile: see above, or run npm run typecheck");
}
