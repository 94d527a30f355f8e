// Counts what jest wrote with --json; a skipped test is a failed run, since nobody would notice it.
import { readFileSync } from 'node:fs';

const run = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const skipped = run.numPendingTests + run.numTodoTests;
// A suite that cannot be loaded has no tests to count.
const failed = run.numFailedTests + run.numRuntimeErrorTestSuites;

for (const { name, assertionResults } of run.testResults) {
  for (const { status, fullName } of assertionResults) {
    if (status === 'pending' || status === 'todo') console.error(`skipped: ${name}: ${fullName}`);
  }
}
const line = `${run.numPassedTests} passed, ${failed} failed`;
console.log(skipped > 0 ? `${line}, ${skipped} skipped` : line);
process.exitCode = failed > 0 || skipped > 0 || run.numPassedTests === 0 ? 1 : 0;
