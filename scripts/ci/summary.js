// Prints vitest's JSON report as one line: `Tests: 412 passed, 0 failed, 3 skipped`; exit code 1 unless all is well.
import { readFileSync } from "node:fs";

const report = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const skipped = report.numPendingTests + report.numTodoTests;
console.log(`Tests: ${report.numPassedTests} passed, ${report.numFailedTests} failed, ${skipped} skipped`);
process.exitCode = report.success && report.numPassedTests > 0 ? 0 : 1;
