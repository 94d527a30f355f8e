// Plants one bug after the other and lets the simulation find it:
//   npm run planted-bugs                       all bugs, up to 1000 seeds each
//   npm run planted-bugs -- --most 200 fifo    some bugs, by name
import { transformSync } from '@swc/core';
import {
  cpSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const FOLDERS = ['src', 'connectors', 'test/simulation', 'test/planted-bugs'];

/** Types stripped, nothing checked: a planted bug need not please the compiler. */
function compile(text, file) {
  const { code } = transformSync(text, {
    filename: file,
    jsc: {
      target: 'es2024',
      parser: { syntax: 'typescript', tsx: file.endsWith('x') },
      transform: { react: { runtime: 'automatic', importSource: 'preact' } },
    },
    module: { type: 'es6' },
  });
  return code;
}

/** A copy of what the worlds need, as JavaScript. */
function copyOf(repository) {
  const copy = join(mkdtempSync(join(tmpdir(), 'planted-bugs-')), 'clean');
  for (const folder of FOLDERS) {
    for (const name of readdirSync(join(repository, folder), { recursive: true })) {
      const file = join(folder, name);
      if (!/(?<!\.test)\.tsx?$/.test(file)) continue;
      const to = join(copy, file.replace(/\.tsx?$/, '.js'));
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, compile(readFileSync(join(repository, file), 'utf8'), file));
    }
  }
  for (const name of ['templates', 'package.json', 'test/planted-bugs/bugs'])
    cpSync(join(repository, name), join(copy, name), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

const clean = copyOf(process.cwd());
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
