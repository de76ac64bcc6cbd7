import pLimit from "p-limit";
import { networkFailure } from "../../util/network-failure.ts";
import { type Fetch, openTransport } from "../../util/transport.ts";
import type { SourceStatus } from "../source-status.ts";
import type { Terminal } from "../terminal.ts";
import { broken, type Finding, note, ok } from "./finding.ts";

const TIMEOUT_MS = 3_000;
const AT_A_TIME = 8;

/** Whether the sources that are ready answer at their addresses. They are asked without a key, so that nothing is paid. */
export async function checkSources(statuses: readonly SourceStatus[], terminal: Terminal): Promise<Finding[]> {
  const transport = openTransport(terminal.env);
  const limit = pLimit(AT_A_TIME);
  try {
    const fetch = (terminal.fetch as Fetch | undefined) ?? transport.fetch;
    return await Promise.all(statuses.map((status) => limit(() => checkSource(status, fetch, terminal.signal))));
  } finally {
    await transport.close();
  }
}

async function checkSource(status: SourceStatus, fetch: Fetch, signal: AbortSignal | undefined): Promise<Finding> {
  const { name, address, keyFrom, notReady, problem } = status;
  if (problem !== undefined) return broken(name, problem);
  if (notReady !== undefined) return note(name, `not asked: ${notReady}`);
  if (address === undefined || !/^https?:/.test(address)) return ok(name, "needs no network");
  const deadline = AbortSignal.timeout(TIMEOUT_MS);
  const ended = new AbortController();
  const either = AbortSignal.any([deadline, ended.signal, ...(signal === undefined ? [] : [signal])]);
  try {
    const { status: code } = await fetch(address, { method: "GET", headers: {}, redirect: "manual", signal: either });
    const keyState = keyFrom === undefined ? "" : `, ${keyFrom} set`;
    return code >= 500
      ? note(name, `${address} answers HTTP ${code}; try again later${keyState}`)
      : ok(name, `${address} answers${keyState}`);
  } catch (error) {
    const reason = deadline.aborted
      ? `no answer within ${TIMEOUT_MS / 1_000} s`
      : (networkFailure(error)?.reason ?? "the request could not be made");
    return note(name, `${address} is not reachable: ${reason}`);
  } finally {
    // The body is not wanted.
    ended.abort();
  }
}
