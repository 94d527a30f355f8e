import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { redPlays } from './play.js';
import { plant, readBugs, type PlantedBug } from './planted-bug.js';
import { Worlds } from '../simulation/run-worlds.js';

export interface Hunt {
  repository: string;
  /** A copy of the repository as JavaScript, without a planted bug. */
  clean: string;
  compile: (text: string, file: string) => string;
  args: string[];
}

type Catch =
  | { is: 'caught'; seeds: number; by: string[]; what: string }
  | { is: 'played'; red: string[] }
  | { is: 'missed'; seeds: number; also: string };

const AT_ONCE = 2;

/**
 * Plants each bug in a copy of its own and runs worlds until its checker is red, or the plays that it
 * names. Exit code: 1 where one was missed.
 */
export async function hunt({ repository, clean, compile, args }: Hunt): Promise<number> {
  const { values, positionals } = parseArgs({
    ...{ args, allowPositionals: true },
    options: { most: { type: 'string', default: '1000' } },
  });
  const all = readBugs(join(repository, 'test/planted-bugs/bugs'));
  const bugs = all.filter(({ bug }) => positionals.length === 0 || positionals.includes(bug));
  const baseline = new Worlds(clean);
  const queue = [...bugs];
  const caught: number[] = [];
  let played = 0;
  const inWorlds = async (bug: PlantedBug) => {
    const copy = copyWith(bug, { repository, clean, compile });
    const found = await catchBug(bug, copy, baseline, Number(values.most));
    rmSync(copy, { recursive: true });
    return found;
  };
  const work = async () => {
    for (let bug = queue.shift(); bug; bug = queue.shift()) {
      const found = bug.play ? playBug(repository, bug, bug.play) : await inWorlds(bug);
      if (found.is === 'caught') caught.push(found.seeds);
      if (found.is === 'played') played++;
      say(lineOf(bug, found));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  say(`${caught.length + played} of ${bugs.length} caught, ${played} of them by plays`);
  say(seedsNeeded(caught));
  return caught.length + played === bugs.length ? 0 : 1;
}

function copyWith(bug: PlantedBug, { repository, clean, compile }: Omit<Hunt, 'args'>): string {
  const copy = join(dirname(clean), bug.bug);
  cpSync(clean, copy, { recursive: true, verbatimSymlinks: true });
  for (const [file, text] of plant(bug, (name) => readFileSync(join(repository, name), 'utf8'))) {
    if (/\.tsx?$/.test(file)) {
      writeFileSync(join(copy, file.replace(/\.tsx?$/, '.js')), compile(text, file));
    } else writeFileSync(join(copy, file), text);
  }
  return copy;
}

function playBug(repository: string, bug: PlantedBug, play: string): Catch {
  const red = redPlays(repository, bug, play);
  return red.length > 0 ? { is: 'played', red } : { is: 'missed', seeds: 0, also: '' };
}

/** Seeds that are red without the bug prove nothing. */
async function catchBug(
  bug: PlantedBug,
  copy: string,
  baseline: Worlds,
  most: number,
): Promise<Catch> {
  const also = new Map<string, string>();
  for await (const world of new Worlds(copy).run(1, most)) {
    const by = world.violated.filter((invariant) => bug.expects.includes(invariant));
    if (world.broke) also.set('broke', `seed ${world.seed} broke: ${world.broke}`);
    for (const one of world.violated) also.set(one, `seed ${world.seed}: ${world.what}`);
    if (by.length === 0) continue;
    const before = await baseline.one(world.seed);
    if (by.every((invariant) => before.violated.includes(invariant))) continue;
    return { is: 'caught', seeds: world.seed, by: world.violated, what: world.what };
  }
  return { is: 'missed', seeds: most, also: [...also.values()].join('\n      ') };
}

function lineOf({ bug, expects }: PlantedBug, found: Catch): string {
  if (found.is === 'caught') {
    return `caught  ${bug.padEnd(40)} ${String(found.seeds).padStart(4)} seeds  ${found.by.join(' ')}  ${found.what.split('; ').find((one) => expects.some((e) => one.startsWith(`${e} `))) ?? ''}`;
  }
  if (found.is === 'played') return `caught  ${bug.padEnd(40)} ${found.red[0] ?? ''}`;
  return `MISSED  ${bug.padEnd(40)} ${String(found.seeds).padStart(4)} seeds  ${found.also}`;
}

function seedsNeeded(caught: number[]): string {
  const sorted = caught.sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return `seeds needed: median ${median}, worst ${sorted.at(-1) ?? 0}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
