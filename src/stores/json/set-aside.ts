import { errorCode } from "./failure.ts";
import type { FileSystem } from "./file-system.ts";
import { keepVersion } from "./keep-version.ts";

const MOST_PER_MOMENT = 1000;

/** Gives a broken file a second name that is not taken yet, `<file>.corrupt-<time>`, and returns that name. */
export async function setAside(path: string, fs: FileSystem, now: Date): Promise<string> {
  const wanted = `${path}.corrupt-${now.toISOString().replaceAll(":", "")}`;
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    try {
      await keepVersion(path, name, fs);
      return name;
    } catch (error) {
      if (errorCode(error) !== "EEXIST" || count >= MOST_PER_MOMENT) throw error;
    }
  }
}
