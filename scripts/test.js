// `npm test`: the whole suite from a fresh clone; `npm test -- test/registry.test.ts` runs a part of it.
import "./support/check-node.js";
import { installIfNeeded } from "./support/install.js";
import { inProject, root } from "./support/project.js";
import { runNode } from "./support/run.js";

const vitest = [inProject("node_modules", "vitest", "vitest.mjs"), "run", ...process.argv.slice(2)];

process.exitCode = (await installIfNeeded()) || (await runNode(vitest, { cwd: root }));
