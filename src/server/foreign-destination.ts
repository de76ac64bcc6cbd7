import { isRecord } from "../util/record.ts";
import { Refusal } from "./refusal.ts";

/** How fields end by which other gateways let a caller say where, or with which key, his request is sent; `_`, `-`, `.` and case aside. */
const DESTINATION =
  /(?:apibase|baseurl|apiurl|apihost|apikey|apiendpoint|endpointurl|azureendpoint|runtimeendpoint|customhost|proxyurl|^https?proxy|^proxy)$/;

const DEEPEST = 128;

/**
 * Refuses a body whose own fields (those that are passed on as they are) say where it is to be sent: that is the config's
 * affair alone (CVE-2024-6587, PYSEC-2026-4070).
 * @throws {Refusal}
 */
export function refuseDestination(fields: unknown, path = "", depth = 0): void {
  if (depth > DEEPEST) return;
  if (Array.isArray(fields)) {
    for (let at = 0; at < fields.length; at += 1) refuseDestination(fields[at], `${path}[${at}]`, depth + 1);
    return;
  }
  if (!isRecord(fields)) return;
  for (const name of Object.keys(fields)) {
    const field = path === "" ? name : `${path}.${name}`;
    if (DESTINATION.test(name.toLowerCase().replace(/[_.-]/g, ""))) {
      const message = `${field}: where a request goes, and with which key, is not for the caller to say; leave it out`;
      throw new Refusal("invalid_request", message, { field });
    }
    refuseDestination(fields[name], field, depth + 1);
  }
}
