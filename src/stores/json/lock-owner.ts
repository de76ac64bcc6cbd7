import { createHash } from "node:crypto";
import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";
import { isRecord } from "../../util/record.ts";

/** Which process holds a lock; what the system does not tell is `null`. */
export interface LockOwner {
  /** Different for each lock ever taken. */
  nonce: string;
  pid: number;
  host: string;
  /** Tells machines of the same name apart. */
  machine: string | null;
  boot: string | null;
  pidNamespace: string | null;
  /** When the process started, in the kernel's own count; another process with the same pid has another. */
  startTime: string | null;
}

/** `unknown` is an owner that cannot be seen from here: on another machine, in another container. */
export type OwnerState = "alive" | "dead" | "unknown";

let self: Promise<Omit<LockOwner, "nonce">> | undefined;

/** Locks this process could not remove; nobody works under them any more. */
const abandoned = new Set<string>();

export function abandon(nonce: string): void {
  abandoned.add(nonce);
}

/** This process as the owner of a lock. */
export async function thisOwner(nonce: string): Promise<LockOwner> {
  self ??= describeSelf();
  return { nonce, ...(await self) };
}

/** The owner a lock file names, `undefined` when it names none. */
export function parseOwner(text: string): LockOwner | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const { nonce, pid, host, machine, boot, pidNamespace, startTime } = value;
  if (typeof nonce !== "string" || typeof host !== "string") return undefined;
  if (typeof pid !== "number" || !Number.isInteger(pid) || pid < 1) return undefined;
  const known = (item: unknown) => (typeof item === "string" ? item : null);
  return {
    nonce,
    pid,
    host,
    machine: known(machine),
    boot: known(boot),
    pidNamespace: known(pidNamespace),
    startTime: known(startTime),
  };
}

/** Whether a lock's owner is still there; never judged by age, a paused process is alive. */
export async function stateOf(owner: LockOwner): Promise<OwnerState> {
  const me = await thisOwner("");
  if (owner.host !== me.host || owner.machine !== me.machine) return "unknown";
  if (owner.boot !== me.boot) return owner.boot === null || me.boot === null ? "unknown" : "dead";
  if (owner.pidNamespace !== me.pidNamespace) return "unknown";
  if (abandoned.has(owner.nonce)) return "dead";
  if (!exists(owner.pid)) return "dead";
  const now = await kernelView(owner.pid);
  if (now === undefined) return "alive";
  const another = owner.startTime !== null && now.startTime !== owner.startTime;
  return another || now.ended ? "dead" : "alive";
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Anything but "no such process" (it may belong to another user) means that it is there.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

async function describeSelf(): Promise<Omit<LockOwner, "nonce">> {
  const [machine, boot, pidNamespace, view] = await Promise.all([
    textOf("/etc/machine-id"),
    textOf("/proc/sys/kernel/random/boot_id"),
    readlink("/proc/self/ns/pid").catch(() => null),
    kernelView(process.pid),
  ]);
  return {
    pid: process.pid,
    host: hostname(),
    // machine-id(5) asks that the id itself is not given out.
    machine: machine === null ? null : createHash("sha256").update(`modelmall:${machine}`).digest("hex").slice(0, 16),
    boot,
    pidNamespace,
    startTime: view?.startTime ?? null,
  };
}

async function textOf(file: string): Promise<string | null> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.trim() === "" ? null : text.trim();
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
async function kernelView(pid: number): Promise<{ ended: boolean; startTime: string } | undefined> {
  const stat = await textOf(`/proc/${pid}/stat`);
  if (stat === null) return undefined;
  // The second field, the program's name in parentheses, may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state] = fields;
  const startTime = fields[19];
  return startTime === undefined ? undefined : { ended: state === "Z" || state === "X" || state === "x", startTime };
}
