// The sources as JavaScript, in a folder of their own: worlds run there without a test runner, which
// takes a third of the time, and with whatever mistake is planted in them.
import { transformSync } from '@swc/core';
import {
  cpSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const FOLDERS = ['src', 'connectors', 'test/simulation'];

/** Types stripped, nothing checked: a planted bug need not please the compiler. */
export function compile(text, file) {
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
export function copyOf(repository, more = []) {
  const copy = join(mkdtempSync(join(tmpdir(), 'worlds-')), 'clean');
  for (const folder of [...FOLDERS, ...more]) {
    for (const name of readdirSync(join(repository, folder), { recursive: true })) {
      const file = join(folder, name);
      if (!/(?<!\.test)\.tsx?$/.test(file)) continue;
      const to = join(copy, file.replace(/\.tsx?$/, '.js'));
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, compile(readFileSync(join(repository, file), 'utf8'), file));
    }
  }
  for (const name of ['templates', 'package.json'])
    cpSync(join(repository, name), join(copy, name), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}
