import { ModelMallError } from "../../errors.ts";
import type { ModelRegistry } from "../../registry.ts";
import { inspectRegistryFile, type RegistryFileState } from "../../stores/json.ts";
import { counted, formatAge } from "../format.ts";
import { broken, type Finding, note, ok } from "./finding.ts";

const ABOUT = "registry";
const FEW = 5;

/** What the registry file is like from outside. */
export async function checkFile(path: string): Promise<Finding[]> {
  let state: RegistryFileState;
  try {
    state = await inspectRegistryFile(path);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [broken(ABOUT, `${path}: ${message}; choose another path`)];
  }
  const { file, backup, journal, lock } = state;
  const findings = [fileFinding(state)];
  if (file !== undefined && (file.mode & 0o077) !== 0) {
    findings.push(
      note(ABOUT, `others on this machine can open it (mode ${octal(file.mode)}); chmod 600 ${state.path}`),
    );
  }
  if (backup !== undefined) findings.push(ok(ABOUT, `backup of ${formatAge(backup.at)}, ${bytes(backup.size)}`));
  if (journal !== undefined) findings.push(ok(ABOUT, `changes noted in ${journal.path}, ${bytes(journal.size)}`));
  if (lock !== undefined) findings.push(lockFinding(lock));
  return findings;
}

function fileFinding({ path, file, isReadable, isWritable }: RegistryFileState): Finding {
  if (!isReadable) return broken(ABOUT, `${path} cannot be read; check its owner and mode, or choose another path`);
  if (!isWritable) return broken(ABOUT, `${path} cannot be written; make its folder writable, or choose another path`);
  if (file === undefined) return ok(ABOUT, `${path} is not there yet; the first discovery creates it`);
  return ok(ABOUT, `${path}, ${bytes(file.size)}, mode ${octal(file.mode)}, saved ${formatAge(file.at)}`);
}

function lockFinding({ path, state, pid, host }: NonNullable<RegistryFileState["lock"]>): Finding {
  const who = pid === undefined ? "somebody who does not say who" : `process ${pid} on ${host}`;
  if (state === "dead") return note(ABOUT, `${path} was left by ${who}, which has ended; the next save removes it`);
  if (state === "alive") return note(ABOUT, `${path} is held by ${who}, which is saving or paused`);
  return note(
    ABOUT,
    `${path} is held by ${who}, which cannot be seen from here; remove it if no program uses the registry`,
  );
}

/** What the registry has to say once it is open. */
export function checkContent(registry: ModelRegistry): Finding[] {
  const { problems, notices, readOnly, size } = registry;
  const shown = problems.slice(0, FEW).map(describeProblem);
  return [
    ...notices.map((notice) => note(ABOUT, notice)),
    ...(readOnly === undefined ? [] : [broken(ABOUT, `nothing can be saved: ${readOnly}`)]),
    size === 0
      ? note(ABOUT, "it is empty; run modelmall discover")
      : ok(
          ABOUT,
          `${counted(size, "model")} of ${counted(new Set([...registry.values()].map(({ provider }) => provider)).size, "provider")}`,
        ),
    ...shown.map((problem) => note(ABOUT, problem)),
    ...(problems.length > FEW ? [note(ABOUT, `and ${counted(problems.length - FEW, "problem")} more`)] : []),
  ];
}

/** Why the registry could not be opened. */
export function openingFailed(error: unknown): Finding {
  const isOurs = ModelMallError.is(error);
  const message = error instanceof Error ? error.message : String(error);
  return broken(ABOUT, isOurs ? message : `it could not be opened: ${message}`);
}

function describeProblem(problem: ModelRegistry["problems"][number]): string {
  return `${problem.id}: ${problem.message}`;
}

function octal(mode: number): string {
  return `0${mode.toString(8)}`;
}

function bytes(size: number): string {
  if (size < 1_000) return counted(size, "byte");
  return size < 1_000_000 ? `${Math.round(size / 1_000)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
}
