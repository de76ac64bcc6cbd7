import { pathToFileURL } from "node:url";
import { inProject } from "../support/project.js";

/**
 * A module of the built package; imported late, because the build comes first.
 * @param {string} module its path below `dist`
 */
export function fromDist(module) {
  return import(pathToFileURL(inProject("dist", module)).href);
}
