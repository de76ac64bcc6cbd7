// `npm start`: the main job from a fresh clone: install, build, `modelmall start` with the arguments given.
import "./support/check-node.js";
import { buildIfStale } from "./support/compile.js";
import { installIfNeeded } from "./support/install.js";
import { inProject } from "./support/project.js";
import { runNode } from "./support/run.js";

process.exitCode =
  (await installIfNeeded()) ||
  (await buildIfStale()) ||
  (await runNode([inProject("dist", "cli", "main.js"), "start", ...process.argv.slice(2)]));
