import * as promises from "node:fs/promises";
import type { FileSystem } from "../../src/stores/json/file-system.ts";

export type Call = { name: string; path: string };

/** The real file system with a hook before each call; what the hook throws is what the call fails with. */
export function hookedFs(before: (call: Call) => void | Promise<void>): FileSystem {
  return new Proxy(promises, {
    get(target, name: keyof FileSystem) {
      const call = async (...args: unknown[]) => {
        const path = String(args[0]);
        await before({ name, path });
        const result: unknown = await (target[name] as (...args: unknown[]) => Promise<unknown>)(...args);
        return name === "open" ? hookedHandle(result as promises.FileHandle, path, before) : result;
      };
      return call;
    },
  });
}

function hookedHandle(
  handle: promises.FileHandle,
  path: string,
  before: (call: Call) => void | Promise<void>,
): promises.FileHandle {
  return new Proxy(handle, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return async (...args: unknown[]) => {
        try {
          await before({ name: `handle.${String(name)}`, path });
        } catch (error) {
          // A disk that fills up takes a part of what is written before it says so; a handle is closed all the same.
          if (name === "writeFile") await target.writeFile(String(args[0]).slice(0, 20));
          if (name === "close") await target.close();
          throw error;
        }
        return Reflect.apply(member, target, args);
      };
    },
  });
}

/** A failure as the system reports it. */
export function systemError(code: string, { name, path }: Call = { name: "call", path: "file" }): Error {
  return Object.assign(new Error(`${code}: failed on purpose, ${name} '${path}'`), { code });
}

/** A file system whose `nth` call fails; `fault()` says which call that was, once it has happened. */
export function failingFs(nth: number, code: string): { fs: FileSystem; fault: () => Call | undefined } {
  let count = 0;
  let fault: Call | undefined;
  const fs = hookedFs((call) => {
    count += 1;
    if (count !== nth) return;
    fault = call;
    throw systemError(code, call);
  });
  return { fs, fault: () => fault };
}

/** A file system without hard links. */
export function linklessFs(): FileSystem {
  return hookedFs((call) => {
    if (call.name === "link") throw systemError("EPERM", call);
  });
}
