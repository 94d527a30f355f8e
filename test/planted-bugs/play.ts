import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plant, type PlantedBug } from './planted-bug.js';

const NEEDED = ['src', 'connectors', 'templates', 'test', 'package.json', 'tsconfig.json'];

interface Results {
  numFailedTests: number;
  testResults: { assertionResults: { status: string; fullName: string }[] }[];
}

/**
 * Plays by name what chance seldom brings about, as `npm run faults -- -t <play>` does, on a copy of
 * the repository with the bug in it. Gives the plays that turned red, and are green without it.
 */
export function redPlays(repository: string, bug: PlantedBug, play: string): string[] {
  const before = new Set(redOnCopy(repository, null, play));
  return redOnCopy(repository, bug, play).filter((name) => !before.has(name));
}

function redOnCopy(repository: string, bug: PlantedBug | null, play: string): string[] {
  const copy = mkdtempSync(join(tmpdir(), 'play-'));
  try {
    for (const name of NEEDED) {
      cpSync(join(repository, name), join(copy, name), { recursive: true });
    }
    symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));
    const planted = bug ? plant(bug, (name) => readFileSync(join(copy, name), 'utf8')) : [];
    for (const [file, text] of planted) writeFileSync(join(copy, file), text);
    return failed(copy, play);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function failed(copy: string, play: string): string[] {
  const file = join(copy, 'results.json');
  const options = ['-t', play, '--ci', '--json', '--outputFile', file];
  spawnSync('npm', ['run', 'faults', '--silent', '--', ...options], { cwd: copy, stdio: 'ignore' });
  if (!existsSync(file)) throw new Error(`${play} could not be played`);
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as Results;
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  if (tests.every(({ status }) => status === 'pending'))
    throw new Error(`there is no play ${play}`);
  return tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
}
