// One benchmark in a process of its own: imports the file named and sends its rows to the parent.
import { pathToFileURL } from "node:url";

const { run } = await import(pathToFileURL(process.argv[2] ?? "").href);
process.send?.(await run());
process.disconnect?.();
