// What saving needs and reading does not: loaded when something is first saved, for most commands only read.
export { formatDocument } from "./format-document.ts";
export { appendJournal, readJournal } from "./journal-file.ts";
export { withLock } from "./lock.ts";
export { removeLeftovers } from "./remove-leftovers.ts";
export { replaceFile } from "./replace-file.ts";
export { setAside } from "./set-aside.ts";
