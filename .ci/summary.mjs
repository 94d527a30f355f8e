// node .ci/summary.mjs [--filtered <pattern>] <file…>   Sums what jest runs wrote with --json.
// A skipped test is a failed run, since nobody would notice it. Jest calls a test that -t left out
// skipped, too: with the pattern given here, only those it names count.
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { filtered: { type: 'string' } },
  allowPositionals: true,
});
const wanted = new RegExp(values.filtered ?? '', 'i');

const runs = positionals.map(count);
const [passed, failed, skipped] = ['passed', 'failed', 'skipped'].map((what) =>
  runs.reduce((sum, run) => sum + run[what], 0),
);
const line = `${passed} passed, ${failed} failed`;
console.log(skipped > 0 ? `${line}, ${skipped} skipped` : line);
const whole = runs.length > 0 && runs.every((run) => run.passed > 0);
process.exitCode = whole && failed === 0 && skipped === 0 ? 0 : 1;

function count(file) {
  if (!existsSync(file)) {
    console.error(`no results: ${file}`);
    return { passed: 0, failed: 0, skipped: 0 };
  }
  const run = JSON.parse(readFileSync(file, 'utf8'));
  const named = skippedOf(run);
  for (const name of named) console.error(`skipped: ${name}`);
  // A suite that is skipped as a whole names none of its tests.
  const skipped = values.filtered ? named.length : run.numPendingTests + run.numTodoTests;
  // A suite that cannot be loaded has no tests to count.
  const failed = run.numFailedTests + run.numRuntimeErrorTestSuites;
  return { passed: run.numPassedTests, failed, skipped };
}

function skippedOf({ testResults }) {
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'pending' || status === 'todo')
      .filter(({ fullName }) => wanted.test(fullName))
      .map(({ fullName }) => `${name}: ${fullName}`),
  );
}
