// `npm run build`: compiles `src` into `dist`, one file for each.
import "./support/check-node.js";
import { build } from "./support/compile.js";
import { installIfNeeded } from "./support/install.js";

process.exitCode = (await installIfNeeded()) || (await build());
