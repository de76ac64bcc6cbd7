import { ModelMallError } from "../errors.ts";

/**
 * Imports a package that modelmall does not bring along.
 * @throws {ModelMallError} `missing_package`, saying what to install and for what
 */
export async function importPeer<Module = Record<string, unknown>>(
  specifier: string,
  forWhat: string,
): Promise<Module> {
  try {
    return (await import(specifier)) as Module;
  } catch (cause) {
    const name = missingPackage(cause);
    if (name === undefined) throw cause;
    throw new ModelMallError("missing_package", `${forWhat} needs the package ${name}: npm install ${name}`, { cause });
  }
}

// Not always the one that was asked for: it may be there and lack a peer of its own.
function missingPackage(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || error.code !== "ERR_MODULE_NOT_FOUND") return undefined;
  const specifier = /^Cannot find package '([^']+)'/.exec(error.message)?.[1];
  return specifier === undefined ? undefined : packageOf(specifier);
}

/** The package a specifier is a part of: `@langchain/core` of `@langchain/core/messages`. */
function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
