// Plants one bug after the other and lets the simulation find it:
//   npm run planted-bugs                       all bugs, up to 1000 seeds each
//   npm run planted-bugs -- --most 200 fifo    some bugs, by name
import { cpSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compile, copyOf } from '../simulation/copy.mjs';

const BUGS = 'test/planted-bugs/bugs';
const clean = copyOf(process.cwd(), ['test/planted-bugs']);
cpSync(BUGS, join(clean, BUGS), { recursive: true });
try {
  const { hunt } = await import(join(clean, 'test/planted-bugs/hunt.js'));
  process.exitCode = await hunt({
    repository: process.cwd(),
    clean,
    compile,
    args: process.argv.slice(2),
  });
} finally {
  rmSync(dirname(clean), { recursive: true, force: true });
}
