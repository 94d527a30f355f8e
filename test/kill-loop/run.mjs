// npm run kill-loop -- [--full] [--every 2] [jest options]   Prints what was tried at each point.
import { runLoops, takeOption } from '../support/run-loops.mjs';

const given = process.argv.slice(2);
const every = takeOption(given, '--every') ?? '1';
const own = given.filter((option) => option !== '--full');
const full = own.length < given.length;
if (!/^[1-9]\d*$/.test(every)) throw new Error(`--every takes a number from 1 on, not ${every}`);

runLoops('kill-loop', own, environment, print);

function environment(report) {
  const walk = { KILL_LOOP_EVERY: every, ...(full ? { KILL_LOOP_FULL: '1' } : {}) };
  return { KILL_LOOP_REPORT: report, ...walk };
}

function print(points) {
  row('point', 'tried', 'injected', 'violations', 'seconds');
  for (const { title, tried, injected, violations, seconds } of points) {
    row(title, tried, injected, violations.length, seconds);
  }
}

function row(title, ...cells) {
  const figures = cells.map((cell) => String(cell).padStart(11)).join('');
  console.log(`${title.padEnd(52)}${figures}`);
}
